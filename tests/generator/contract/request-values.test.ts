// Constraints of requests out of the words of a description (openapi/requests.yaml).
import { describe, expect, it } from 'vitest';
import { loadCorrection } from '../../../scripts/contract/contract.ts';
import { constraintsOf, valueActions } from '../../../scripts/contract/description/values.ts';
import { apis } from '../../../scripts/openapi/apis.ts';
import type { Schema } from '../../../scripts/openapi/document.ts';
import { json, query, single } from '../emit/tiny.ts';

interface Stated {
  name?: string;
  text?: string;
  schema?: Schema;
  optional?: boolean;
}

function found({ name = 'x', text = '', schema = { type: 'string' }, optional = false }: Stated) {
  const { reason: _, ...keywords } = constraintsOf({ name, text, schema, optional }) ?? { reason: '' };
  return keywords as { pattern?: string; minimum?: number; maximum?: number; minItems?: number };
}

const takes = (stated: Stated, value: string) => new RegExp(found(stated).pattern ?? '', 'u').test(value);

describe('a date', () => {
  const stated = { text: 'created or changed after; YYYY-MM-DDTHH:MM:SS' };

  it.each([
    '2026-01-31',
    '2026-01-31 10:00:00',
    '2026-01-31T10:00:00',
    '2026-01-31T10:00:00.000Z',
    '2026-01-31T10:00:00+0300',
    '2026-01-31T10:00:00-05:00',
  ])('may be %s', (value) => expect(takes(stated, value)).toBe(true));

  it.each(['yesterday', '01.02.2026', 'x', '2026-13-01', '2026-01-32', ''])('may not be %j', (value) => {
    expect(takes(stated, value)).toBe(false);
  });

  it('is empty only where it may be left out', () => {
    expect(takes({ ...stated, optional: true }, '')).toBe(true);
    expect(takes({ ...stated, optional: true }, 'x')).toBe(false);
  });

  it('is written with dots where the text does so, or says nothing', () => {
    for (const dotted of [{ text: 'DD.MM.YYYY' }, { name: 'start_date' }]) {
      expect(takes(dotted, '01.02.2026')).toBe(true);
      expect(takes(dotted, '2026-02-01')).toBe(true);
      expect(takes(dotted, 'x')).toBe(false);
    }
  });

  it('is in seconds where the text knows it so', () => {
    expect(takes({ text: 'YYYY-MM-DD (or a Unix timestamp)' }, '1767261600')).toBe(true);
  });
});

it.each([
  [{ text: 'start, HH:MM:SS' }, ['10:30', '9:30:00'], ['25:00', 'noon']],
  [{ name: 'phone' }, ['+1 (315) 555-0100', '13155550100'], ['home']],
  [{ name: 'user_phone', text: '9 to 15 digits' }, ['13155550100'], ['+13155550100', '123']],
  [{ name: 'phone', text: 'part of the number' }, ['anything'], []],
])('reads %j', (stated, right, wrong) => {
  expect(right.filter((value) => !takes(stated, value))).toEqual([]);
  expect(wrong.filter((value) => takes(stated, value))).toEqual([]);
});

it.each<[Stated, object]>([
  [{ name: 'page', schema: { type: 'number' } }, { minimum: 1 }],
  [
    { name: 'count', text: 'page size, at most 100', schema: { type: 'number' } },
    // Sizes are cut, not refused.
    { minimum: 1 },
  ],
  [{ name: 'count', schema: { type: 'integer', maximum: 50 } }, { minimum: 1 }],
  [{ name: 'appointments', schema: { type: 'array' } }, { minItems: 1 }],
  [
    { text: 'visit status: 2 confirmed, 1 came, 0 waiting, -1 did not show', schema: { type: 'number' } },
    { minimum: -1, maximum: 2 },
  ],
  [
    { text: '0 = any, 1 = positive', schema: { type: ['number', 'null'] } },
    { minimum: 0, maximum: 1 },
  ],
  // A part that is no code and meaning may say anything.
  [{ text: '2 and 12 correction, 4 other', schema: { type: 'number' } }, {}],
  [{ text: 'hours before the visit; 0 = none', schema: { type: 'number' } }, {}],
  [{ text: '1 = sale, 2 = usage', schema: { type: 'number', enum: [1, 2] } }, {}],
  [{ text: '1 = sale, 2 = usage' }, {}],
])('of %j makes %j', (stated, keywords) => expect(found(stated)).toEqual(keywords));

describe('the overlay', () => {
  it('names each place and the words', () => {
    const doc = single(
      {
        parameters: [query('page', 'number')],
        requestBody: json({
          type: 'object',
          properties: { date: { type: 'string', description: 'YYYY-MM-DD' } },
        }),
      },
      'post',
    );
    const actions = [...valueActions(doc)];
    const start = "$.paths[*][?@.operationId=='get_thing']";
    expect(actions.map(({ target }) => target)).toEqual([
      `${start}.parameters[?@.name=='page' && @.in=='query'].schema`,
      `${start}.requestBody.content['application/json'].schema.properties.date`,
    ]);
    expect(actions[0]!.description).toBe('The words say it: pages count from 1.');
  });

  it('leaves alone what responses share', () => {
    const shared = { $ref: '#/components/schemas/Shared' };
    const doc = single({ requestBody: json(shared), responses: { 200: json(shared) } }, 'post');
    doc.components!.schemas!.Shared = { type: 'object', properties: { page: { type: 'number' } } };
    expect([...valueActions(doc)]).toEqual([]);
  });

  it.each(apis)(
    'of $vendor, computed once more, has nothing to add',
    { timeout: 120_000 },
    async ({ name }) => {
      const { contract, requests } = await loadCorrection(name);
      if (name === 'v1' || name === 'booking') expect(requests.actions.length).toBeGreaterThan(10);
      expect([...valueActions(contract)]).toEqual([]);
    },
  );
});
