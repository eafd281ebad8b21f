// What responses always hold: the rule, and what it makes of the contracts.
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../scripts/contract/contract.ts';
import { entitySchemas, loadEntities } from '../../../scripts/contract/entities.ts';
import {
  add,
  loadSightings,
  nothing,
  type Sighting,
  type Strength,
} from '../../../scripts/contract/evidence/sightings.ts';
import { requiredActions } from '../../../scripts/contract/required/required.ts';
import { type Case, groundFor } from '../../../scripts/contract/required/rule.ts';
import type { Source } from '../../../scripts/contract/required/tally.ts';
import { tallyOf } from '../../../scripts/contract/required/tally.ts';
import { type Keys, type OpenApi, type Schema, valueAt } from '../../../scripts/openapi/document.ts';
import { applied } from './applied.ts';

/** An object in which these fields were seen: `name wire model docs`. */
function source(operation: string, lines: string[], more: Partial<Source> = {}): Source {
  const sighting = nothing();
  for (const line of lines) {
    const [name, wire, model, docs] = line.split(' ');
    add(sighting, [`$.${name}`, wire!, model!, docs!, 'string']);
  }
  const captures = { wire: 9, model: 9, docs: 9 };
  return { operation, sighting, captures, isSelective: false, ...more };
}

describe('the field "a" of an object', () => {
  const known = (here: Source[], more: Partial<Case> = {}): Case => ({
    name: 'a',
    here,
    elsewhere: [],
    isEnvelope: false,
    isIdentity: false,
    isEssential: false,
    ...more,
  });
  const one = { wire: 1, model: 0, docs: 0 };

  test.each<[string, Case, ReturnType<typeof groundFor>]>([
    ['seen twice on the wire', known([source('get', ['a 2/2 0/0 0/0'])]), 'seen'],
    ['seen once on the wire, once in a model', known([source('get', ['a 1/1 1/1 0/0'])]), 'seen'],
    [
      'seen in two operations',
      known([source('get', ['a 1/1 0/0 0/0']), source('list', ['a 0/0 1/1 0/0'])]),
      'seen',
    ],
    [
      'seen here, and in another place of the entity',
      known([source('get', ['a 1/1 0/0 0/0'])], { elsewhere: [source('list', ['a 1/1 0/0 0/0'])] }),
      'seen',
    ],
    ['seen once', known([source('get', ['a 1/1 0/0 0/0'])]), undefined],
    ['seen twice in one capture', known([source('list', ['a 2/2 0/0 0/0'], { captures: one })]), undefined],
    ['in samples of the docs only', known([source('get', ['a 0/0 0/0 5/5'])]), undefined],
    ['never seen', known([]), undefined],
    [
      'seen in other places of the entity only',
      known([source('get', ['b 2/2 0/0 0/0'])], { elsewhere: [source('list', ['a 9/9 0/0 0/0'])] }),
      undefined,
    ],
    ['missing in one parent', known([source('get', ['a 8/9 0/0 0/0'])]), undefined],
    ['missing in a sample of the docs', known([source('get', ['a 9/9 0/0 1/2'])]), undefined],
    ['missing in one capture of two', known([source('get', ['a 8/8 2/2 0/0', 'b 9/9 2/2 0/0'])]), undefined],
    ['missing on the wire', known([source('get', ['a 0/0 2/2 0/0', 'b 6/6 2/2 0/0'])]), undefined],
    ['missing in a model', known([source('get', ['a 6/6 1/1 0/0', 'b 6/6 2/2 0/0'])]), undefined],
    [
      'in two captures, and unknown to the docs',
      known([source('get', ['a 2/2 0/0 0/0', 'b 2/2 0/0 2/2'])]),
      'seen',
    ],
    ['in one capture, and in the docs', known([source('get', ['a 1/1 0/0 1/1'])]), 'seen'],
    [
      'in one capture and elsewhere, and unknown to the docs',
      known([source('get', ['a 1/1 0/0 0/0', 'b 1/1 0/0 1/1'])], {
        elsewhere: [source('list', ['a 2/2 0/0 0/0'])],
      }),
      undefined,
    ],
    [
      'in one capture, and missing on the wire elsewhere',
      known([source('get', ['a 1/1 0/0 0/0'])], {
        elsewhere: [source('list', ['a 2/2 0/0 0/0', 'b 3/3 0/0 0/0'])],
      }),
      undefined,
    ],
    [
      'missing in another operation',
      known([source('get', ['a 9/9 0/0 0/0']), source('create', ['b 1/1 0/0 0/0'])]),
      undefined,
    ],
    [
      'missing in the docs of a write',
      known([source('get', ['a 9/9 0/0 0/0']), source('put', ['b 0/0 0/0 1/1'])]),
      undefined,
    ],
    [
      'missing in the docs of a read',
      known([source('get', ['a 9/9 0/0 0/0']), source('old', ['b 0/0 0/0 1/1'])]),
      undefined,
    ],
    ['chosen by the caller', known([source('list', ['a 9/9 0/0 0/0'], { isSelective: true })]), undefined],
    ['that identifies it', known([], { isIdentity: true }), 'identity'],
    [
      'that identifies it, and is missing in one parent',
      known([source('get', ['a 8/9 0/0 0/0'])], { isIdentity: true }),
      undefined,
    ],
    [
      'that identifies it, and is missing in one capture of two',
      known([source('get', ['a 8/8 0/0 0/0', 'b 9/9 0/0 0/0'])], { isIdentity: true }),
      undefined,
    ],
    [
      'that identifies it, where none was seen',
      known([source('get', ['b 1/1 0/0 0/0'])], { isIdentity: true }),
      undefined,
    ],
    ['of the envelope', known([], { isEnvelope: true }), 'envelope'],
    [
      'of the envelope, where a sample has none',
      known([source('get', ['b 0/0 0/0 1/1'])], { isEnvelope: true }),
      undefined,
    ],
    ['that the operation is for', known([], { isEssential: true }), 'essential'],
  ])('%s', (_, field, ground) => {
    expect(groundFor(field)).toBe(ground);
  });
});

test('each requirement says its ground, and where it was seen', () => {
  const item: Schema = { type: 'object', properties: { id: { type: 'integer' }, title: { type: 'string' } } };
  const schema: Schema = {
    type: 'object',
    properties: { success: { type: 'boolean' }, data: item, meta: { type: 'array' } },
  };
  const content = { 'application/json': { schema } };
  const get = { operationId: 'get_thing', responses: { 200: { description: 'OK', content } } };
  const doc: OpenApi = { openapi: '3.1.1', info: { title: 'Tiny', version: '1' }, paths: { '/a': { get } } };
  const root = nothing();
  for (const name of ['success', 'data', 'meta', 'data.id', 'data.title'])
    add(root, [`$.${name}`, '2/2', '0/0', '0/0', 'string']);
  const actions = requiredActions(doc, new Map([['get_thing', root]]), []);
  expect(actions).toEqual([
    {
      target: "$.paths[*][?@.operationId=='get_thing'].responses['200'].content['application/json'].schema",
      description:
        'The envelope of a success: success, data, meta. What identifies it: id. In every response that was seen, of two captures at least: title.',
      update: { required: ['success', 'data', 'meta'], properties: { data: { required: ['id', 'title'] } } },
      'x-seen-in': ['get_thing'],
    },
  ]);
  expect(requiredActions(applied(doc, actions), new Map([['get_thing', root]]), [])).toEqual([]);
});

describe('in v1', { timeout: 120_000 }, () => {
  const required = (schemas: Schema[]) => schemas.flatMap((schema) => schema.required ?? []);

  test('every entity has its id, and the twelve most used ones hold at least 60 % of their properties', async () => {
    const doc = await loadContract('v1');
    const schemasOf = (place: string) =>
      entitySchemas(doc, place).map((at: Keys) => valueAt(doc, at) as Schema);
    const entities = loadEntities('v1');
    const withoutId = entities.flatMap(({ places }) =>
      places.filter((place) => {
        const schemas = schemasOf(place);
        return (
          schemas.length === 0 ||
          (schemas.some(({ properties }) => properties?.id) && !required(schemas).includes('id'))
        );
      }),
    );
    expect(withoutId).toEqual([]);
    const used = entities.slice(0, 12).flatMap(({ places }) => schemasOf(places[0]!));
    const properties = used.flatMap((schema) => Object.keys(schema.properties ?? {}));
    expect(required(used).length / properties.length).toBeGreaterThanOrEqual(0.6);
  });

  test('no capture lacks what is required', async () => {
    const doc = await loadContract('v1');
    const lacking = [...tallyOf(doc, loadSightings('v1'))].flatMap(([place, sources]) => {
      const { required: names = [] } = valueAt(doc, place.split('\n')) as Schema;
      return sources.flatMap(({ operation, sighting }) =>
        names.filter((name) => isLackedBy(sighting, name)).map((name) => `${operation}: ${name} at ${place}`),
      );
    });
    expect(lacking).toEqual([]);
  });
});

/** Whether fewer objects had the field than there were, by wire or models; of the older documentation, than it says. */
function isLackedBy({ fields }: Sighting, name: string): boolean {
  const objects = (strength: Strength) =>
    Math.max(0, ...[...fields.values()].map((field) => field[strength].parents));
  const field = fields.get(name);
  const lacks = (strength: Strength, wanted: number) => (field?.[strength].present ?? 0) < wanted;
  return (
    lacks('wire', objects('wire')) ||
    lacks('model', objects('model')) ||
    lacks('docs', field?.docs.parents ?? 0)
  );
}
