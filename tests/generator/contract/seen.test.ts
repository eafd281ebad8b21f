// What was seen of responses (openapi/evidence/seen.tsv), and the rules by which it corrects the contract.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../scripts/contract/contract.ts';
import { fieldPlaces, listsAt, objectsAt, typesAt } from '../../../scripts/contract/evidence/alternatives.ts';
import { enveloped } from '../../../scripts/contract/evidence/envelope.ts';
import { describedIn } from '../../../scripts/contract/evidence/places.ts';
import { seenActions } from '../../../scripts/contract/evidence/seen-actions.ts';
import {
  add,
  loadSightings,
  nothing,
  readRows,
  type Sighting,
} from '../../../scripts/contract/evidence/sightings.ts';
import { isProven, typesTaken } from '../../../scripts/contract/evidence/strength.ts';
import { apis } from '../../../scripts/openapi/apis.ts';
import {
  isObject,
  type Keys,
  type OpenApi,
  type Schema,
  valueAt,
} from '../../../scripts/openapi/document.ts';
import { applied } from './applied.ts';

/** Sightings as lines of the table: `pointer wire model docs types`. */
function seen(...lines: string[]): Sighting {
  const root = nothing();
  for (const line of lines) {
    const [pointer = '', wire = '', model = '', docs = '', ...types] = line.split(' ');
    add(root, [pointer, wire, model, docs, types.join(' ')]);
  }
  return root;
}

function description(schema: Schema, more: object = {}): OpenApi {
  const content = { 'application/json': { schema } };
  const get = {
    operationId: 'get_thing',
    tags: ['Things'],
    responses: { 200: { description: 'OK', content } },
    ...more,
  };
  return { openapi: '3.1.1', info: { title: 'Tiny', version: '1' }, paths: { '/things': { get } } };
}

function corrected(schema: Schema, sighting: Sighting, more?: object): Schema {
  const doc = description(schema, more);
  const after = applied(doc, seenActions(doc, new Map([['get_thing', sighting]])));
  const body = after.paths['/things']!.get!.responses![200] as {
    content: Record<string, { schema: Schema }>;
  };
  return body.content['application/json']!.schema;
}

const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });

describe('a schema takes from what was seen', () => {
  test.each<[string, Schema, string[], Schema]>([
    [
      'fields that it lacks',
      object({ id: { type: 'integer' } }),
      ['$.id 1/1 0/0 0/0 integer', '$.city 0/0 1/1 0/0 string', '$.price 0/0 0/0 1/1 integer'],
      object({ id: { type: 'integer' }, city: { type: 'string' }, price: { type: 'number' } }),
    ],
    [
      'another type that the wire has',
      object({ flag: { type: 'boolean' } }),
      ['$.flag 1/1 0/0 0/0 integer'],
      object({ flag: { type: ['boolean', 'number'] } }),
    ],
    [
      'what the items of a list hold',
      object({ rows: { type: 'array', items: { type: 'object' } } }),
      ['$.rows 1/1 0/0 0/0 array', '$.rows[] 0/0 0/0 0/0 object', '$.rows[].id 2/2 0/0 0/0 integer'],
      object({ rows: { type: 'array', items: object({ id: { type: 'integer' } }) } }),
    ],
    [
      '[] in place of an object',
      object({ client: object({ id: { type: 'integer' } }) }),
      ['$.client 1/1 0/0 0/0 []'],
      object({ client: { ...object({ id: { type: 'integer' } }), type: ['object', 'array'], maxItems: 0 } }),
    ],
    [
      'no key of an object whose keys are data',
      object({ texts: { type: 'object', 'x-altegio-map': true } }),
      ['$.texts.hello 1/1 0/0 0/0 string'],
      object({ texts: { type: 'object', 'x-altegio-map': true } }),
    ],
    [
      'no code of a custom field',
      object({ custom_fields: { type: 'object' } }),
      ['$.custom_fields.shoe_size 1/1 0/0 0/0 integer'],
      object({ custom_fields: { type: 'object' } }),
    ],
  ])('%s', (_, schema, lines, wanted) => {
    expect(corrected(schema, seen(...lines))).toEqual(wanted);
  });

  test('nothing where requests use it too', () => {
    const doc = description(
      { $ref: '#/components/schemas/thing' },
      {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } } },
      },
    );
    doc.components = { schemas: { thing: object({ id: { type: 'integer' } }) } };
    expect(seenActions(doc, new Map([['get_thing', seen('$.city 1/1 0/0 0/0 string')]]))).toEqual([]);
  });

  test('the envelope as the contract has it, whatever a sample shows', () => {
    const envelope = (data: Schema) => object({ success: { type: 'boolean' }, data });
    const list = { type: 'array', items: object({ id: { type: 'integer' }, title: { type: 'string' } }) };
    const one = object({ id: { type: 'integer' } });
    for (const line of ['$.title', '$[].title', '$.data.title', '$[].data[].title'])
      expect(
        corrected(envelope({ type: 'array', items: one }), seen(`${line} 0/0 0/0 1/1 string`)),
        line,
      ).toEqual(envelope(list));
  });

  test('and says of each correction where it was seen, and how sure that is', () => {
    const doc = description(object({}));
    const [action] = seenActions(
      doc,
      new Map([['get_thing', seen('$.a 1/1 0/0 0/0 string', '$.b 0/0 0/0 1/1 string')]]),
    );
    expect(action).toMatchObject({
      description: 'Responses that were seen have it: a. Samples of the older documentation have it: b.',
      'x-seen-in': ['get_thing'],
    });
  });
});

describe('the types of a field', () => {
  const elsewhere = { tags: ['Things'], isProven: false };
  test.each<[string, string, string[], object, string[]]>([
    ['are those of the wire', '$.id 2/2 0/0 0/0 integer string', ['integer'], {}, ['integer', 'string']],
    ['are those of models', '$.id 0/0 1/1 0/0 string', ['integer'], {}, ['string']],
    [
      'beside the wire take no text for a number from the docs',
      '$.id 1/1 0/0 1/1 integer string',
      [],
      { isProven: true },
      ['integer'],
    ],
    [
      'beside the wire take no number for a date from the docs',
      '$.date 1/1 0/0 1/1 integer string',
      [],
      { isProven: true },
      ['string'],
    ],
    [
      'beside the wire take null from the docs',
      '$.id 1/1 0/0 1/1 integer null',
      [],
      { isProven: true },
      ['integer', 'null'],
    ],
    [
      'are those of the docs where nobody knows better',
      '$.id 0/0 0/0 1/1 string',
      ['integer'],
      {},
      ['string'],
    ],
    [
      'are numbers where the wire refuted the docs',
      '$.id 0/0 0/0 1/1 string',
      [],
      { tags: ['Clients'] },
      ['number'],
    ],
  ])('%s', (_, line, types, more, wanted) => {
    const [sighting] = seen(line).fields.values();
    const name = /\w+/.exec(line)![0];
    expect(typesTaken(sighting!, { name, types, ...elsewhere, ...more })).toEqual(wanted);
  });
});

describe.each(apis)('the contract of $vendor', ({ name }) => {
  test('has every field and every type that wire and models showed', { timeout: 120_000 }, async () => {
    const doc = await loadContract(name);
    const described = describedIn(doc);
    const missing: string[] = [];
    for (const [operation, sighting] of loadSightings(name)) {
      const place = described(operation);
      if (place) missing.push(...gaps(doc, place.at, enveloped(doc, place.at, sighting), operation));
    }
    expect(missing).toEqual([]);
  });
});

test('every line of the evidence names an API and an operation', () => {
  const rows = readRows(readFileSync('openapi/evidence/seen.tsv', 'utf8'));
  const names = apis.map(({ name }) => name).join('|');
  expect(rows.length).toBeGreaterThan(8000);
  const form = new RegExp(`^(${names})\\.\\w+(\\(\\w+\\))?$`);
  expect(rows.filter(([address = '', ...row]) => !form.test(address) || row.length !== 5)).toEqual([]);
});

/** What the schema at a place lacks of a sighting that more than the older documentation has. */
function gaps(doc: OpenApi, at: Keys, sighting: Sighting, path: string): string[] {
  if (/custom_fields$/.test(path)) return [];
  const objects = objectsAt(doc, at);
  const isMap = objects.flat().some((part) => isObject((valueAt(doc, part) as Schema).additionalProperties));
  const fields = [...sighting.fields].flatMap(([name, field]) => {
    if (!isProven(field)) return [];
    const places = fieldPlaces(doc, objects, name);
    if (places.length === 0 && !isMap && typesAt(doc, at).length > 0) return [`${path}.${name} is missing`];
    return places.flatMap((place) => [
      ...typeGaps(doc, place, field, `${path}.${name}`),
      ...gaps(doc, place, field, `${path}.${name}`),
    ]);
  });
  const lists = sighting.items ? listsAt(doc, at) : [];
  return [...fields, ...lists.flatMap((list) => gaps(doc, [...list, 'items'], sighting.items!, `${path}[]`))];
}

function typeGaps(doc: OpenApi, at: Keys, sighting: Sighting, path: string): string[] {
  const declared = typesAt(doc, at);
  const name = path.split('.').at(-1)!;
  const wanted = typesTaken(sighting, { name, types: declared, isProven: true, tags: [] });
  const covers = (type: string) =>
    declared.includes(type) ||
    (type === 'integer' && declared.includes('number')) ||
    (type === '[]' && declared.includes('array'));
  if (declared.length === 0) return [];
  return wanted.filter((type) => !covers(type)).map((type) => `${path} lacks ${type}`);
}
