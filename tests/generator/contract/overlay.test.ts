// The overlay engine: what an action does, and that one that does not fit never passes in silence.

import { describe, expect, test } from 'vitest';
import {
  applyOverlay,
  checkOverlay,
  type Overlay,
  type OverlayAction,
  OverlayError,
  tryOverlay,
} from '../../../scripts/contract/overlay.ts';

const file = 'openapi/overlays/x/10-test.yaml';

function overlay(...actions: Partial<OverlayAction>[]): Overlay {
  const filled = actions.map((action) => ({ target: '$', description: 'a reason', ...action }));
  return checkOverlay({ overlay: '1.0.0', info: { title: 'Test', version: '1' }, actions: filled }, file);
}

async function misfit(doc: object, ...actions: Partial<OverlayAction>[]): Promise<OverlayError> {
  const error = await applyOverlay(doc, overlay(...actions), file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OverlayError);
  return error as OverlayError;
}

describe('update', () => {
  test('merges deep and leaves the neighbours alone', async () => {
    const doc = { a: { b: { c: 1, d: 2 }, e: 3 } };
    const result = await applyOverlay(
      doc,
      overlay({ target: "$['a']", update: { b: { c: 9, f: 4 } } }),
      file,
    );
    expect(result).toEqual({ a: { b: { c: 9, d: 2, f: 4 }, e: 3 } });
  });

  test('appends to arrays inside an update', async () => {
    const doc = { a: { list: [1, 2] } };
    const result = await applyOverlay(doc, overlay({ target: '$.a', update: { list: [3] } }), file);
    expect(result).toEqual({ a: { list: [1, 2, 3] } });
  });

  test.each([
    ['one entry', { name: 'b' }],
    ['a list of entries', [{ name: 'b' }]],
  ])('appends %s to a targeted array', async (_, update) => {
    const result = await applyOverlay({ list: [{ name: 'a' }] }, overlay({ target: '$.list', update }), file);
    expect(result).toEqual({ list: [{ name: 'a' }, { name: 'b' }] });
  });

  test('reaches the document itself', async () => {
    expect(await applyOverlay({ a: 1 }, overlay({ update: { b: 2 } }), file)).toEqual({ a: 1, b: 2 });
  });

  test('finds path keys with slashes, braces and quotes', async () => {
    const doc = { paths: { "/a/{id}/it's": { get: {} } } };
    const target = String.raw`$['paths']['/a/{id}/it\'s']['get']`;
    const result = await applyOverlay(doc, overlay({ target, update: { x: 1 } }), file);
    expect(result).toEqual({ paths: { "/a/{id}/it's": { get: { x: 1 } } } });
  });

  test('changes nothing in the document that was passed in', async () => {
    const doc = { a: { b: 1 } };
    await applyOverlay(doc, overlay({ target: '$.a', update: { b: 2 } }), file);
    expect(doc).toEqual({ a: { b: 1 } });
  });

  test.each([
    ['a plain value', { a: 'text' }, { b: 1 }],
    ['an object, with a plain value', { a: {} }, 'text'],
  ])('refuses %s', async (_, doc, update) => {
    const error = await misfit(doc, { target: '$.a', update });
    expect(error.problems).toHaveLength(1);
  });
});

describe('remove', () => {
  test('takes away a key', async () => {
    const result = await applyOverlay({ a: 1, b: 2 }, overlay({ target: '$.a', remove: true }), file);
    expect(result).toEqual({ b: 2 });
  });

  test('takes an entry out of an array by its name', async () => {
    const doc = { list: [{ name: 'x' }, { name: 'ids[]' }, { name: 'z' }] };
    const target = "$['list'][?(@['name']=='ids[]')]";
    const result = await applyOverlay(doc, overlay({ target, remove: true }), file);
    expect(result).toEqual({ list: [{ name: 'x' }, { name: 'z' }] });
  });

  test('refuses several entries of one array, of which the engine would remove the wrong ones', async () => {
    const doc = { list: [{ n: 1 }, { n: 1 }, { n: 2 }] };
    const error = await misfit(doc, { target: '$.list[?(@.n==1)]', remove: true });
    expect(error.message).toContain('several entries');
  });
});

describe('an action that no longer fits', () => {
  test('names its file, number, target and reason', async () => {
    const error = await misfit(
      { a: {} },
      { target: '$.a', update: { b: 1 } },
      { target: '$.gone', description: 'the old typo', remove: true },
    );
    expect(error.file).toBe(file);
    expect(error.message).toContain(file);
    expect(error.problems).toEqual(['action 2, target $.gone (the old typo): the target matches nothing']);
  });

  test('is reported together with all others', async () => {
    const gone = ['$.x', '$.y'].map((target) => ({ target, update: {} }));
    expect((await misfit({}, ...gone)).problems).toHaveLength(2);
  });

  test('includes one whose target an earlier action removed', async () => {
    const error = await misfit({ a: {} }, { target: '$.a', remove: true }, { target: '$.a', update: {} });
    expect(error.problems[0]).toMatch(/^action 2/);
  });
});

describe('an overlay that is kept up to date', () => {
  const problems = async (doc: object, action: Partial<OverlayAction>) =>
    (await tryOverlay(doc, overlay(action))).problems.join();

  test.each([
    ['an object', { a: { b: { c: 1 }, d: 2 } }, '$.a', { b: { c: 1 } }],
    ['a list', { a: [{ b: 1 }, { c: 1 }] }, '$.a', [{ c: 1 }]],
  ])('must bring something new into %s', async (_, doc, target, update) => {
    expect(await problems(doc, { target, update })).toContain('changes nothing');
    expect(await applyOverlay(doc, overlay({ target, update }), file)).toBeDefined();
  });

  test('must not add a second entry of the same name', async () => {
    const page = { name: 'page', in: 'query', schema: { type: 'number' } };
    const doc = { parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }] };
    const action = (entry: object) => ({
      target: '$.parameters',
      update: [{ name: 'x', in: 'query' }, entry],
    });
    expect(await problems(doc, action(page))).toContain('has a "page" by now');
    expect(await problems(doc, action({ ...page, in: 'header' }))).toBe('');
  });

  test.each(["$['security']", '$.security'])('must not add an alternative to %s', async (target) => {
    const action = { target, update: [{ Partner: [] }] };
    expect(await problems({ security: [{ User: [] }] }, action)).toContain('an alternative');
    expect(await problems({ security: [] }, action)).toBe('');
  });

  test('is applied as far as it fits, and says what does not', async () => {
    const actions = [{ target: '$.gone', update: {} }, { update: { a: 1 } }];
    const { result, problems } = await tryOverlay({ b: 2 }, overlay(...actions));
    expect(result).toEqual({ a: 1, b: 2 });
    expect(problems).toEqual(['action 1, target $.gone (a reason): the target matches nothing']);
  });
});

describe('an overlay document is refused', () => {
  const action = { target: '$.a', description: 'a reason', remove: true };
  const valid = { overlay: '1.0.0', info: { title: 'Test', version: '1' }, actions: [action] };

  test('never when it is complete', () => {
    expect(checkOverlay(valid, file)).toBe(valid);
  });

  test.each([
    ['another version', { ...valid, overlay: '1.1.0' }, 'overlay must be 1.0.0'],
    ['no title', { ...valid, info: { version: '1' } }, 'info.title'],
    ['no version', { ...valid, info: { title: 'Test' } }, 'info.version'],
    ['no actions', { ...valid, actions: [] }, 'actions'],
    ['an unknown field', { ...valid, action: [] }, 'unknown field "action"'],
    ['no target', { ...valid, actions: [{ ...action, target: undefined }] }, 'target must be'],
    ['no reason', { ...valid, actions: [{ ...action, description: ' ' }] }, 'description is missing'],
    ['update and remove', { ...valid, actions: [{ ...action, update: {} }] }, 'either update or remove'],
    ['neither', { ...valid, actions: [{ target: '$.a', description: 'x' }] }, 'either update or remove'],
    ['remove: false', { ...valid, actions: [{ ...action, remove: false }] }, 'remove must be true'],
    ['an unknown action field', { ...valid, actions: [{ ...action, copy: '$.b' }] }, 'unknown field "copy"'],
    [
      'a target the engine misreads',
      { ...valid, actions: [{ ...action, target: "$.a['length']" }] },
      'length',
    ],
    ['a list', [], 'is not an object'],
  ])('for %s', (_, value, text) => {
    expect(() => checkOverlay(value, file)).toThrow(text);
    expect(() => checkOverlay(value, file)).toThrow(file);
  });
});
