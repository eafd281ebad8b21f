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
import { typesTaken } from '../../../scripts/contract/evidence/strength.ts';
import { known } from '../../../scripts/contract/responses/known.ts';
import { type ApiName, apis } from '../../../scripts/openapi/apis.ts';
import {
  isObject,
  type Keys,
  type OpenApi,
  type Schema,
  valueAt,
} from '../../../scripts/openapi/document.ts';
import { eachOperation } from '../../../scripts/openapi/operations.ts';
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

/** Why a line of the evidence is not in the contract. */
const reasons = {
  data: 'the keys of the object are data: texts by code, custom fields, days',
  refuted:
    'the older documentation wrote numbers as text and dates as seconds; stronger evidence of the same field refutes it',
  silent: 'the operation is not described to return JSON',
} as const;

type Reason = keyof typeof reasons;

/** How many lines at most are not in the contract, by API. Every other one is: its field, and each of its types. */
const exceptions: Record<ApiName, Partial<Record<Reason, number>>> = {
  v1: { data: 55, refuted: 78, silent: 11 },
  v2: {},
  booking: { data: 557, refuted: 7 },
  developers: { data: 1, silent: 15 },
};

describe.each(apis)('the contract of $vendor', ({ name }) => {
  test('has every line of the evidence, but for known reasons', { timeout: 120_000 }, async () => {
    const doc = await loadContract(name);
    const described = describedIn(doc);
    const callable = new Set(eachOperation(doc).map(({ operation }) => operation.operationId));
    const found = new Map<Reason, number>();
    const missing: string[] = [];
    const note: Note = (reason, count, line) => {
      if (reason) found.set(reason, (found.get(reason) ?? 0) + count);
      else missing.push(line);
    };
    for (const [operation, sighting] of loadSightings(name)) {
      const place = described(operation);
      if (!place && callable.has(operation)) note('silent', linesOf(sighting), operation);
      if (place) accountFor({ doc, note }, [place.at], enveloped(doc, place.at, sighting), operation);
    }
    expect(missing).toEqual([]);
    const more = [...found].filter(([reason, count]) => count > (exceptions[name][reason] ?? 0));
    expect(more).toEqual([]);
  });
});

test('every line of the evidence is read, and names an API and an operation', () => {
  const rows = readRows(readFileSync('openapi/evidence/seen.tsv', 'utf8'));
  const names = apis.map(({ name }) => name).join('|');
  expect(rows.length).toBeGreaterThan(8000);
  const form = new RegExp(`^(${names})\\.\\w+(\\(\\w+\\))?$`);
  expect(rows.filter(([address = '', ...row]) => !form.test(address) || row.length !== 5)).toEqual([]);
  const read = apis.flatMap(({ name }) => [...loadSightings(name).values()]).map(linesOf);
  // Bodies themselves have a line of their own in some operations only.
  expect(read.reduce((total, each) => total + each, 0)).toBeGreaterThanOrEqual(rows.length);
});

/** `reason` undefined: there is none. `count`: how many lines it is about. */
type Note = (reason: Reason | undefined, count: number, line: string) => void;

interface Accounting {
  doc: OpenApi;
  note: Note;
  /** Below keys that are data. */
  isMap?: boolean;
}

/** Looks up a line and those below it. */
function accountFor(accounting: Accounting, at: readonly Keys[], sighting: Sighting, path: string): void {
  const { doc, note } = accounting;
  const declared = at.flatMap((each) => typesAt(doc, each));
  const lacking = [...sighting.types].filter((type) => type !== '' && !covers(declared, type));
  if (lacking.length > 0) note(isRefuted(lacking, declared, path), 1, `${path} lacks ${lacking.join(', ')}`);
  const objects = at.flatMap((each) => objectsAt(doc, each));
  const schemas = objects.flat().map((part) => valueAt(doc, part) as Schema);
  const isMap =
    accounting.isMap === true ||
    path.endsWith('custom_fields') ||
    schemas.some((each) => each['x-altegio-map'] === true || isObject(each.additionalProperties));
  for (const [name, field] of sighting.fields) {
    const places = fieldPlaces(doc, objects, name);
    if (places.length > 0) accountFor({ ...accounting, isMap }, places, field, `${path}.${name}`);
    else note(isMap ? 'data' : undefined, linesOf(field), `${path}.${name} is missing`);
  }
  if (sighting.items) {
    const lists = at.flatMap((each) => listsAt(doc, each)).map((each) => [...each, 'items']);
    const { wire, model, docs } = sighting;
    accountFor(accounting, lists, { ...sighting.items, wire, model, docs }, `${path}[]`);
  }
  if (sighting.values) note('data', linesOf(sighting.values), `${path}.{key}`);
}

/** A field of which nothing but null was seen may hold anything. */
function covers(declared: readonly string[], type: string): boolean {
  if (declared.length === 0) return true;
  return (
    declared.includes(type) ||
    (type === 'integer' && declared.includes('number')) ||
    (type === '[]' && declared.includes('array'))
  );
}

/** By the rule of `strength.ts`; a type that only the wire or models can have shown is none of these. */
function isRefuted(
  lacking: readonly string[],
  declared: readonly string[],
  path: string,
): Reason | undefined {
  const name = path.replace(/\[\]$/, '').split('.').at(-1)!;
  const isText = lacking.join() === 'string' && new RegExp(known.docs.numbers).test(name);
  const isDate = lacking.join() === 'integer' && new RegExp(known.docs.dates).test(name);
  const isKnown = (types: string[]) => types.some((type) => declared.includes(type));
  return (isText && isKnown(['integer', 'number'])) || (isDate && isKnown(['string']))
    ? 'refuted'
    : undefined;
}

function linesOf({ fields, items, values }: Sighting): number {
  const below = [...fields.values(), ...[items, values].filter((each) => each !== undefined)];
  return below.reduce((total, each) => total + linesOf(each), 1);
}
