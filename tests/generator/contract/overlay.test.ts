// The overlay engine: what an action does, and that one that does not fit never passes silently.

import { describe, expect, test } from 'vitest';
import { applyOverlay, tryOverlay } from '../../../scripts/contract/overlay.ts';
import {
  checkOverlay,
  type Overlay,
  type OverlayAction,
  OverlayError,
} from '../../../scripts/contract/overlay-document.ts';
import { problemText } from '../../../scripts/contract/problem.ts';

const file = 'openapi/overlays/x/10-test.yaml';

function overlay(...actions: Partial<OverlayAction>[]): Overlay {
  const filled = actions.map((action) => ({ target: '$', description: 'a reason', ...action }));
  return checkOverlay({ overlay: '1.0.0', info: { title: 'Test', version: '1' }, actions: filled }, file);
}

function applied<T extends object>(doc: T, ...actions: Partial<OverlayAction>[]): T {
  return applyOverlay(doc, overlay(...actions), file);
}

function misfits(doc: object, ...actions: Partial<OverlayAction>[]): readonly string[] {
  try {
    applied(doc, ...actions);
  } catch (error) {
    expect(error).toBeInstanceOf(OverlayError);
    return (error as OverlayError).problems;
  }
  return [];
}

describe('update', () => {
  test('merges deep and leaves the neighbours alone', () => {
    const doc = { a: { b: { c: 1, d: 2 }, e: 3 } };
    const result = applied(doc, { target: '$.a', update: { b: { c: 9, f: 4 } } });
    expect(result).toEqual({ a: { b: { c: 9, d: 2, f: 4 }, e: 3 } });
  });

  test('appends one entry to a list', () => {
    const result = applied({ list: [{ name: 'a' }] }, { target: '$.list', update: { name: 'b' } });
    expect(result).toEqual({ list: [{ name: 'a' }, { name: 'b' }] });
  });

  test('reaches the document itself', () => {
    expect(applied({ a: 1 }, { update: { b: 2 } })).toEqual({ a: 1, b: 2 });
  });

  test('changes nothing in the document that was passed in', () => {
    const doc = { a: { b: 1 } };
    applied(doc, { target: '$.a', update: { b: 2 } });
    expect(doc).toEqual({ a: { b: 1 } });
  });

  test('gives every target a copy of its own', () => {
    const doc = { a: { x: {} }, b: { x: {} } } as Record<string, Record<string, object>>;
    const result = applied(doc, { target: '$[*]', update: { y: { z: 1 } } });
    expect(result.a?.y).toEqual({ z: 1 });
    expect(result.a?.y).not.toBe(result.b?.y);
  });

  test.each([
    ['a plain value', { a: 'text' }, { b: 1 }, 'needs an object or an array'],
    ['an object with a plain value', { a: {} }, 'text', 'only be updated with an object'],
    ['a list with a list', { a: [1] }, [2], 'one action per entry'],
    [
      'a plain value that becomes a list',
      { a: { type: 'x' } },
      { type: ['x', 'y'] },
      '.type is a plain value',
    ],
    ['a list that becomes an object', { a: { b: { c: [] } } }, { b: { c: {} } }, '.b.c is a list'],
    ['an object that becomes nothing', { a: { b: {} } }, { b: null }, '.b is an object'],
    ['a list inside an object', { a: { b: [1] } }, { b: [2] }, '.b is a list; append to it'],
  ])('refuses %s, which engines read in different ways', (_, doc, update, message) => {
    const [problem, ...others] = misfits(doc, { target: '$.a', update });
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });

  test('gives a value another kind after a removal', () => {
    const actions = [
      { target: '$.a.type', remove: true },
      { target: '$.a', update: { type: ['x', 'y'] } },
    ];
    expect(applied({ a: { type: 'x' } }, ...actions)).toEqual({ a: { type: ['x', 'y'] } });
  });
});

describe('remove', () => {
  test('takes away a key', () => {
    expect(applied({ a: 1, b: 2 }, { target: '$.a', remove: true })).toEqual({ b: 2 });
  });

  test('takes an entry out of a list by its name', () => {
    const doc = { list: [{ name: 'x' }, { name: 'ids[]' }, { name: 'z' }] };
    const result = applied(doc, { target: "$.list[?@.name=='ids[]']", remove: true });
    expect(result).toEqual({ list: [{ name: 'x' }, { name: 'z' }] });
  });

  test('refuses several entries of one list, of which other engines would remove the wrong ones', () => {
    const doc = { list: [{ n: 1 }, { n: 1 }, { n: 2 }] };
    expect(misfits(doc, { target: '$.list[?@.n==1]', remove: true }).join()).toContain('several entries');
  });

  test('refuses the document itself', () => {
    expect(misfits({ a: 1 }, { remove: true }).join()).toContain('the whole document');
  });
});

describe('an operation is addressed by its id', () => {
  const doc = () => ({
    paths: {
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path' }],
        get: {
          operationId: 'get_thing',
          parameters: [
            { name: 'page', in: 'header' },
            { name: 'page', in: 'query', schema: { type: 'string' } },
          ],
        },
        put: { operationId: "it's" },
      },
      '/other': { get: { operationId: 'get_other' } },
    },
    webhooks: { ThingEvent: { post: { operationId: 'webhook_thing' } } },
  });
  const thing = "$.paths[*][?@.operationId=='get_thing']";

  test('whatever its path and method are', () => {
    const result = applied(doc(), { target: thing, update: { x: 1 } });
    expect(result.paths['/things/{id}'].get).toMatchObject({ operationId: 'get_thing', x: 1 });
    expect(result.paths['/other']).toEqual(doc().paths['/other']);
  });

  test('with quotes in it', () => {
    const target = String.raw`$.paths[*][?@.operationId=='it\'s']`;
    const result = applied(doc(), { target, update: { x: 1 } });
    expect(result.paths['/things/{id}'].put).toEqual({ operationId: "it's", x: 1 });
  });

  test('and a parameter in it by name and place', () => {
    const target = `${thing}.parameters[?@.name=='page' && @.in=='query'].schema`;
    const result = applied(doc(), { target, update: { type: 'integer' } });
    expect(result.paths['/things/{id}'].get.parameters).toEqual([
      { name: 'page', in: 'header' },
      { name: 'page', in: 'query', schema: { type: 'integer' } },
    ]);
  });

  test('among the webhooks too', () => {
    const target = "$.webhooks[*][?@.operationId=='webhook_thing']";
    const result = applied(doc(), { target, update: { x: 1 } });
    expect(result.webhooks.ThingEvent.post).toEqual({ operationId: 'webhook_thing', x: 1 });
  });

  test('and so is the path item around it', () => {
    const item = "$.paths[?@[?@.operationId=='get_thing']]";
    expect(applied(doc(), { target: `${item}.parameters`, remove: true }).paths['/things/{id}']).toEqual({
      get: doc().paths['/things/{id}'].get,
      put: { operationId: "it's" },
    });
    expect(Object.keys(applied(doc(), { target: item, remove: true }).paths)).toEqual(['/other']);
  });

  test('after earlier actions have moved, renamed and removed it', () => {
    const { get } = doc().paths['/other'];
    const other = "$.paths[*][?@.operationId=='get_other']";
    const result = applied(
      doc(),
      { target: other, update: { x: 1 } },
      { target: "$.paths[?@[?@.operationId=='get_other']]", remove: true },
      { update: { paths: { '/moved': { get } } } },
      { target: other, update: { operationId: 'get_moved' } },
      { target: "$.paths[*][?@.operationId=='get_moved']", update: { y: 1 } },
    );
    expect(result.paths).toMatchObject({ '/moved': { get: { operationId: 'get_moved', y: 1 } } });
    expect(misfits(result, { target: other, update: {} })).toHaveLength(1);
  });

  test('which is named when it is gone, or has not what is looked for', () => {
    const gone = { target: "$.paths[*][?@.operationId=='get_gone'].parameters", update: {} };
    expect(misfits(doc(), gone, { target: `${thing}.responses['200']`, update: {} })).toEqual([
      `${file}, action 1: get_gone: there is no such operation (a reason)`,
      `${file}, action 2: get_thing: nothing in it matches .responses['200'] (a reason)`,
    ]);
  });
});

describe('an action that no longer fits', () => {
  test('is reported by file, number, target and reason, together with all others', () => {
    const actions = [
      { target: '$.a', update: { b: 1 } },
      { target: '$.gone', description: 'the old typo', remove: true },
      { target: '$.lost', update: {} },
    ];
    expect(misfits({ a: {} }, ...actions)).toEqual([
      `${file}, action 2: $.gone: the target matches nothing (the old typo)`,
      `${file}, action 3: $.lost: the target matches nothing (a reason)`,
    ]);
  });

  test('includes one whose target an earlier action removed', () => {
    const [problem] = misfits({ a: {} }, { target: '$.a', remove: true }, { target: '$.a', update: {} });
    expect(problem).toContain('action 2');
  });
});

describe('an overlay that is kept up to date', () => {
  const tried = (doc: object, ...actions: Partial<OverlayAction>[]) => {
    const places = actions.map((_, index) => `${index + 7}:5`);
    return tryOverlay(doc, { file, overlay: overlay(...actions), places });
  };
  const problems = (doc: object, ...actions: Partial<OverlayAction>[]) =>
    tried(doc, ...actions)
      .problems.map(problemText)
      .join();

  test.each([
    ['an object', { a: { b: { c: 1 }, d: 2 } }, '$.a', { b: { c: 1 } }],
    ['a list', { a: [{ b: 1 }, { c: 1 }] }, '$.a', { c: 1 }],
  ])('must bring something new into %s', (_, doc, target, update) => {
    expect(problems(doc, { target, update })).toContain('changes nothing');
    expect(misfits(doc, { target, update })).toEqual([]);
  });

  test('must not put back what it removed', () => {
    const actions = (type: string) => [
      { target: '$.a.type', remove: true },
      { target: '$.a', update: { type } },
    ];
    const doc = { a: { type: 'string' } };
    expect(problems(doc, ...actions('string'))).toContain('gives back what was removed');
    expect(problems(doc, ...actions('integer'))).toBe('');
  });

  test.each([
    ['goes with the removal before', '$.a.type', [{ is: 'same', along: ['7:5'] }]],
    ['stays where that removes more', '$[*].type', [{ is: 'conflict' }]],
  ])('that gives back what was removed %s', (_, target, expected) => {
    const update = { target: '$.a', update: { type: 'string' } };
    const doc = { a: { type: 'string' }, b: { type: 'number' } };
    expect(tried(doc, { target, remove: true }, update).problems).toMatchObject(expected);
  });

  test.each<[string, string, object, string]>([
    ['a removal of what has gone', '$.a.b', { remove: true }, 'same'],
    ['a removal in what has gone', '$.c.b', { remove: true }, 'conflict'],
    ['an update of what has gone', '$.a.b', { update: {} }, 'conflict'],
    ['anything in an operation that is gone', "$.paths[*][?@.operationId=='x'].tags", { update: {} }, 'gone'],
    ['a parameter that is there', '$.list', { update: { name: 'x', in: 'y', description: 'X' } }, 'same'],
    ['one that is there as another', '$.list', { update: { name: 'x', in: 'y', a: 2 } }, 'conflict'],
  ])('is sorted by what may be done about it: %s', (_, target, action, is) => {
    const doc = { a: {}, list: [{ name: 'x', in: 'y', a: 1 }] };
    expect(tried(doc, { target, ...action }).problems).toMatchObject([{ is }]);
  });

  test('reports every part of an update that does not fit, at once', () => {
    const update = { b: { type: ['a'] }, c: { type: ['a'] }, d: {} };
    const [problem] = tried(
      { a: { b: { type: 'a' }, c: { type: 'a' } } },
      { target: '$.a', update },
    ).problems;
    expect(problem?.why).toContain('.b.type is a plain value');
    expect(problem?.why).toContain('.c.type is a plain value');
  });

  test('must not add a second entry of the same name', () => {
    const doc = { parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }] };
    const added = (place: string) => {
      const update = { name: 'page', in: place, schema: { type: 'number' } };
      return problems(doc, { target: '$.parameters', update });
    };
    expect(added('query')).toContain('has a "page" by now');
    expect(added('header')).toBe('');
  });

  test.each(["$['security']", '$.security'])('must not add an alternative to %s', (target) => {
    const action = { target, update: { Partner: [] } };
    expect(problems({ security: [{ User: [] }] }, action)).toContain('an alternative');
    expect(problems({ security: [] }, action)).toBe('');
  });

  test('is applied as far as it fits, and says by line and column what does not', () => {
    const { result, problems: found } = tried(
      { b: 2 },
      { target: '$.gone', update: {} },
      { update: { a: 1 } },
    );
    expect(result).toEqual({ a: 1, b: 2 });
    expect(found.map(problemText)).toEqual([`${file}:7:5: $.gone: the target matches nothing (a reason)`]);
  });
});

describe('operations that are newer than the snapshot', () => {
  const added = {
    target: '$.paths',
    description: 'newer',
    update: { '/new/{id}': { post: { operationId: 'make_thing', responses: {} } } },
  };
  const file = (doc: object) => tryOverlay(doc, { file: 'x.yaml', overlay: overlay(added), places: ['7:5'] });

  test('are added while the snapshot lacks them', () => {
    const { result, problems } = file({ paths: { '/old': { get: { operationId: 'get_thing' } } } });
    expect(problems).toEqual([]);
    expect(Object.keys((result as { paths: object }).paths)).toEqual(['/old', '/new/{id}']);
  });

  test.each(['/new/{id}', '/elsewhere/{id}'])('are refused once a pull brings them, under %s', (path) => {
    const { problems } = file({ paths: { [path]: { post: { operationId: 'make_thing' } } } });
    expect(problems.map(problemText)).toEqual([
      'x.yaml:7:5: $.paths: the description has make_thing by now; remove the action (newer)',
    ]);
  });
});
