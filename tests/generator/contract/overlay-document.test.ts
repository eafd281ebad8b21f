// Overlay documents: a malformed one is refused, by file, line and column.

import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkOverlay, readOverlay } from '../../../scripts/contract/overlay-document.ts';

const file = 'openapi/overlays/x/10-test.yaml';

const action = { target: '$.a', description: 'a reason', remove: true };

const valid = { overlay: '1.0.0', info: { title: 'Test', version: '1' }, actions: [action] };

const malformed: [string, unknown, string][] = [
  ['another version', { ...valid, overlay: '1.1.0' }, '1:10: overlay must be 1.0.0'],
  ['no title', { ...valid, info: { version: '1' } }, '3:3: info.title'],
  ['no version', { ...valid, info: { title: 'Test' } }, '3:3: info.version'],
  ['no actions', { ...valid, actions: [] }, '5:10: actions'],
  ['an unknown field', { ...valid, action: 1 }, '9:9: unknown field "action"'],
  ['no target', { ...valid, actions: [{ description: 'x', remove: true }] }, '6:5: target must be'],
  ['no reason', { ...valid, actions: [{ ...action, description: ' ' }] }, '7:18: description is missing'],
  ['update and remove', { ...valid, actions: [{ ...action, update: 1 }] }, '6:5: needs either'],
  ['neither', { ...valid, actions: [{ target: '$.a', description: 'x' }] }, '6:5: needs either'],
  ['remove: false', { ...valid, actions: [{ ...action, remove: false }] }, '8:13: remove must be true'],
  ['an unknown action field', { ...valid, actions: [{ ...action, copy: 1 }] }, '9:11: unknown field "copy"'],
  ['an action that is none', { ...valid, actions: [action, 'x'] }, '9:5: an action must be an object'],
  ['a list', [], '1:1: is not an object'],
];

test.each(malformed)('is refused for %s', (_, value, text) => {
  expect(() => readOverlay(stringify(value), file)).toThrow(`${file}:${text}`);
  expect(() => checkOverlay(value, 'the computed overlay')).toThrow(/^the computed overlay(, action \d)?: /);
});

test('is never refused when it is complete', () => {
  expect(checkOverlay(valid, file)).toBe(valid);
  const { overlay, places } = readOverlay(stringify({ ...valid, actions: [action, { ...action }] }), file);
  expect(overlay.actions).toEqual([action, action]);
  expect(places).toEqual(['6:5', '9:5']);
});

describe('a file is refused', () => {
  const text = (target: string, more = '') => {
    const head = 'overlay: 1.0.0\ninfo: { title: Test, version: "1" }\nactions:\n';
    return `${head}  - target: ${target}\n    description: why\n    update: {}\n${more}`;
  };

  test.each([
    ['that is no YAML', text('[$'), ':5:'],
    ['with a key twice', text('$.a', '    update: {}\n'), ':7:5: '],
    ['with an anchor', text('&a $.a'), ':4:16: no anchors'],
    ['with an alias', text('&a $.a', '    x: *a\n'), ':7:8: no anchors'],
    ['with a target that is no JSONPath', text('"$.a["'), ':4:13: target is no JSONPath'],
    ['with a dialect of JSONPath', text('$.a[(@.length-1)]'), ':4:13: target is no JSONPath'],
    ['with a path as a target', text("$.paths['/a'].get"), ':4:13: a target names operations'],
    ['with such a path in brackets', text(`$['paths']["/a"]`), ':4:13: a target names operations'],
  ])('%s', (_, content, message) => {
    expect(() => readOverlay(content, file)).toThrow(file + message);
  });

  test.each(['$.paths[*][*].responses', "$.paths[?@[?@.operationId=='get_thing']]", '$.paths'])(
    'but not for the target %s',
    (target) => {
      expect(() => readOverlay(text(target), file)).not.toThrow();
    },
  );
});
