// What a change of a schema means for what is sent, and for what is received.
import { describe, expect, it } from 'vitest';
import type { Node } from '../../../src/diff/document.ts';
import { kinds } from '../../../src/diff/kinds.ts';
import { found, receiving, sending } from './documents.ts';

const object = (properties: Node, required: string[] = []) => ({ type: 'object', properties, required });
const text = { type: 'string' };
const one = { type: 'object', properties: { x: text } };
const other = { type: 'object', properties: { y: text } };

type Row = [kind: string, was: Node, is: Node, request: string, response: string, below?: string];

const rows: Row[] = [
  ['field-added', object({}), object({ b: text }), 'additive', 'additive', '.b'],
  ['required-field-added', object({}), object({ b: text }, ['b']), 'breaking', 'additive', '.b'],
  ['field-removed', object({ b: text }), object({}), 'breaking', 'breaking', '.b'],
  [
    'field-renamed',
    object({ staff_id: text }),
    object({ team_member_id: text }),
    'breaking',
    'breaking',
    '.staff_id',
  ],
  ['field-became-required', object({ b: text }), object({ b: text }, ['b']), 'breaking', 'additive', '.b'],
  ['field-became-optional', object({ b: text }, ['b']), object({ b: text }), 'additive', 'breaking', '.b'],
  ['type-changed', text, { type: 'boolean' }, 'breaking', 'breaking'],
  ['type-widened', text, { type: ['string', 'number'] }, 'additive', 'breaking'],
  ['type-narrowed', { type: ['string', 'number'] }, text, 'breaking', 'additive'],
  ['null-allowed', text, { type: ['string', 'null'] }, 'additive', 'breaking'],
  ['null-refused', { anyOf: [text, { type: 'null' }] }, text, 'breaking', 'additive'],
  ['values-added', { enum: ['x'] }, { enum: ['x', 'y'] }, 'additive', 'breaking'],
  ['values-removed', { enum: ['x', 'y'] }, { enum: ['x'] }, 'breaking', 'additive'],
  ['values-listed', text, { ...text, enum: ['x'] }, 'breaking', 'additive'],
  ['values-opened', { ...text, enum: ['x'] }, text, 'additive', 'breaking'],
  ['variant-added', { oneOf: [one] }, { oneOf: [one, other] }, 'additive', 'breaking'],
  ['variant-removed', { oneOf: [one, other, text] }, { oneOf: [one, other] }, 'breaking', 'additive'],
  ['format-changed', { ...text, format: 'date' }, { ...text, format: 'date-time' }, 'breaking', 'breaking'],
  ['limit-tightened', { ...text, maxLength: 9 }, { ...text, maxLength: 8 }, 'breaking', 'additive'],
  ['limit-loosened', { type: 'number', minimum: 1 }, { type: 'number', minimum: 0 }, 'additive', 'additive'],
  ['default-changed', { ...text, default: 'x' }, { ...text, default: 'y' }, 'additive', 'additive'],
  [
    'unknown-fields-refused',
    object({}),
    { ...object({}), additionalProperties: false },
    'breaking',
    'additive',
  ],
  [
    'unknown-fields-allowed',
    { ...object({}), additionalProperties: false },
    object({}),
    'additive',
    'additive',
  ],
];

describe('a change of a schema', () => {
  // One variant alone is no alternative: it needs another beside it.
  const pairs = rows.map((row): Row => {
    if (row[0] !== 'variant-added') return row;
    return [
      row[0],
      { oneOf: [one, other] },
      { oneOf: [one, other, { type: 'object', properties: { z: text } }] },
      row[3],
      row[4],
    ];
  });

  it.each(pairs)('%s, where it is sent', (kind, was, is, request, _response, below = '') => {
    expect(found(sending(was), sending(is))).toEqual([`${request} ${kind} body a${below}`]);
  });

  it.each(pairs)('%s, where it is received', (kind, was, is, _request, response, below = '') => {
    expect(found(receiving(was), receiving(is))).toEqual([`${response} ${kind} 200 data.a${below}`]);
  });

  it('is tested for every kind that has two meanings', () => {
    const twofold = Object.entries(kinds).filter(
      ([, meaning]) => 'request' in meaning && 'response' in meaning,
    );
    expect(twofold.map(([kind]) => kind).sort()).toEqual(rows.map(([kind]) => kind).sort());
  });
});

describe('no change', () => {
  it.each<[string, Node, Node]>([
    ['another way to write null', { type: ['string', 'null'] }, { anyOf: [text, { type: 'null' }] }],
    ['a wrapper of one', one, { allOf: [one] }],
    [
      'parts in place of the whole',
      object({ a: text, b: text }),
      { allOf: [object({ a: text }), object({ b: text })] },
    ],
    ['another order of values', { enum: ['x', 'y'] }, { enum: ['y', 'x'] }],
    ['a nullable of OpenAPI 3.0', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
  ])('is %s', (_what, was, is) => {
    expect(found(sending(was), sending(is)).filter((each) => !each.includes('unnamed-change'))).toEqual([]);
  });

  it('is another type that holds the same numbers: an integer is a number', () => {
    expect(found(receiving({ type: 'number' }), receiving({ type: 'integer' }))).toEqual([
      'additive type-narrowed 200 data.a',
    ]);
  });
});

describe('the way to a field', () => {
  it('goes through lists and objects', () => {
    const list = (inner: Node) => ({ type: 'array', items: object({ b: { type: 'array', items: inner } }) });
    expect(found(receiving(list(text)), receiving(list({ type: 'number' })))).toEqual([
      'breaking type-changed 200 data.a[].b[]',
    ]);
  });

  it('ends in a schema that contains itself', () => {
    const tree = (leaf: Node) => ({ tree: object({ leaf, child: { $ref: '#/components/schemas/tree' } }) });
    const using = (leaf: Node) => ({
      ...sending({ $ref: '#/components/schemas/tree' }),
      components: { schemas: tree(leaf) },
    });
    expect(found(using(text), using({ type: 'number' }))).toContain('breaking type-changed body a.leaf');
  });
});

describe('a rename', () => {
  it('is recognised among others of its kind by what is required', () => {
    const was = object({ good_id: text, master_id: text }, ['good_id']);
    const is = object({ product_id: text, team_member_id: text }, ['product_id']);
    expect(found(sending(was), sending(is))).toEqual([
      'breaking field-renamed body a.good_id',
      'breaking field-renamed body a.master_id',
    ]);
  });

  it('is not guessed where two come into question', () => {
    const was = object({ staff_id: text });
    const is = object({ team_member_id: text, location_id: text });
    expect(found(sending(was), sending(is))).toEqual([
      'breaking field-removed body a.staff_id',
      'additive field-added body a.team_member_id',
      'additive field-added body a.location_id',
    ]);
  });

  it('is not one between different types or words', () => {
    const was = object({ staff_id: text, colour: text });
    const is = object({ team_member_id: { type: 'boolean' }, weight: text });
    expect(found(sending(was), sending(is)).filter((each) => each.includes('renamed'))).toEqual([]);
  });
});
