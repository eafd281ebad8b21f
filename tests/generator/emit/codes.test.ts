// The code tables say what the contract says: every place that they name states the codes, and no list of codes is missing.

import { beforeAll, describe, expect, it } from 'vitest';
import { loadContract } from '../../../scripts/contract/contract.ts';
import { addressOf, apiOf, type Node, nodesAt, valuesAt } from '../../../scripts/emit/codes/code-places.ts';
import {
  type CodeTable,
  type CodeValue,
  emitCodes,
  loadCodes,
  tablesOf,
} from '../../../scripts/emit/codes/codes.ts';
import { type ApiName, apis } from '../../../scripts/openapi/apis.ts';
import { type OpenApi, walk } from '../../../scripts/openapi/document.ts';
import * as exported from '../../../src/codes.ts';
import { compile } from '../../types/compile.ts';

const codes = await loadCodes();

const tables = tablesOf(codes);

const contracts = new Map<string, OpenApi>();

beforeAll(async () => {
  for (const { name } of apis) contracts.set(name, (await loadContract(name)) as unknown as OpenApi);
}, 60_000);

function contractOf(address: string): OpenApi {
  const doc = contracts.get(apiOf(address) as ApiName);
  if (!doc) throw new Error(`${address} names no API`);
  return doc;
}

/** The codes that a text gives a meaning, such as `1 sale, 2 = return`; no HTTP statuses, no ranges and no dates. */
function codesIn(text: string): number[] {
  const numbers = /(?<![\w.[-]|HTTP |to |is )(-?\d+)(?! ?= ?\d)(?=(?:(?:\/| and )\d+)* ?=? ?[a-z])(?! to )/gi;
  return [...text.matchAll(numbers)]
    .map((match) => Number(match[1]))
    .filter((code) => code < 400 || code > 430);
}

const places = tables.flatMap((table) =>
  table.seen.map((seen) => ({ table, seen, title: `${table.name} at ${addressOf(seen)}` })),
);

describe('a place that a table names', () => {
  it.each(places)('states the codes: $title', ({ table, seen }) => {
    const nodes = nodesAt(contractOf(addressOf(seen)), addressOf(seen));
    expect(nodes).not.toEqual([]);
    const text = nodes
      .map(({ description }) => (typeof description === 'string' ? description : ''))
      .join(' ');
    const listed = nodes.flatMap(listedIn);
    const states = (value: CodeValue) =>
      listed.includes(value) ||
      listed.includes(String(value)) ||
      new RegExp(`(?<![\\w-])${value}(?!\\w)`).test(text) ||
      eventStatus(value, text);
    expect(valuesAt(seen, table).filter((value) => !states(value))).toEqual([]);
  });

  it.each(places)('lists no code that the table lacks: $title', ({ table, seen }) => {
    const nodes = nodesAt(contractOf(addressOf(seen)), addressOf(seen));
    const known = Object.values(table.values).map(({ value }) => String(value));
    const listed = nodes.flatMap(listedIn);
    const foreign = listed.filter((value) => value !== null && !known.includes(String(value)));
    // A parameter that takes words as well as numbers stands in two tables.
    const others = tables
      .filter((other) => other.seen.some((each) => addressOf(each) === addressOf(seen)))
      .flatMap(({ values }) => Object.values(values).map(({ value }) => String(value)));
    expect(foreign.filter((value) => !others.includes(String(value)))).toEqual([]);
  });
});

/** `_changed` stands for `event_changed` where the text lists the endings. */
function eventStatus(value: CodeValue, text: string): boolean {
  return typeof value === 'string' && text.includes(value.replace(/^event/, ''));
}

describe('the tables together', () => {
  it('know every list of three or more codes in the descriptions and enums', () => {
    // Equal texts stand in many places; one of them is enough.
    const stated = new Set(
      [...tables.flatMap(({ seen }) => seen.map(addressOf)), ...codes.left_out.map(({ at }) => at)]
        .flatMap((address) => nodesAt(contractOf(address), address))
        .map(whatItSays),
    );
    const missing = new Set<string>();
    for (const [api, doc] of contracts) {
      walk(doc, (node) => {
        const listed = listedIn(node).filter((each) => typeof each === 'number');
        const described = typeof node.description === 'string' ? codesIn(node.description) : [];
        const isList = [listed, described].some((values) => new Set(values).size >= 3);
        if (isList && !stated.has(whatItSays(node))) missing.add(`${api}: ${whatItSays(node)}`);
      });
    }
    expect([...missing]).toEqual([]);
  });

  it('are left out of only where the contract has such a place', () => {
    for (const { at } of codes.left_out) expect(nodesAt(contractOf(at), at), at).not.toEqual([]);
  });

  it('are exported with their names', () => {
    expect(Object.keys(exported).sort()).toEqual(tables.map(({ name }) => name).sort());
    expect(exported.Attendance).toEqual({ noShow: -1, waiting: 0, came: 1, confirmed: 2 });
  });

  it('use names of one style', () => {
    for (const { name, values } of tables) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      for (const key of Object.keys(values)) expect(key).toMatch(/^[a-z][A-Za-z]*$/);
    }
  });
});

/** The codes that a schema lists: all of them, or those of today. */
function listedIn({ enum: all, 'x-altegio-values': today }: Node): unknown[] {
  return [all ?? today ?? []].flat();
}

/** Null among the values of an enum says nothing about codes. */
function whatItSays(node: Node): string {
  return JSON.stringify([node.description, listedIn(node).filter((each) => each !== null)]);
}

describe('the types of the operations', () => {
  const calls: Record<string, string> = {
    'take them in a body':
      'await v1.search_client_visits({ path, body: { client_id: 1, attendance: Attendance.noShow } });',
    'take words in a body':
      'await v1.search_client_visits({ path, body: { client_id: 1, payment_statuses: [PaymentStatus.notPaid] } });',
    'take them deep in a body':
      "await v1.get_client_list({ path, body: { filters: [{ type: 'record', state: { status: { value: [ClientSearchAttendance.noShow] } } }] } });",
    'take them in a query': "await v2.list_team_members({ path, query: { 'filter[fired]': YesNoAny.no } });",
    'take a variable of the type':
      'const attendance: Attendance = Attendance.came; await v1.search_client_visits({ path, body: { client_id: 1, attendance } });',
    'take periods':
      'await v1.chain_loyalty_memberships_set_period({ path: { chain_id: 1, membership_id: 1 }, body: { period: 1, period_unit_id: PeriodUnit.month } });',
    'give back what can be compared with them':
      'const { data } = await v1.get_appointment({ path: { location_id: 1, record_id: 1 } }); void (data.attendance === Attendance.noShow);',
    'give back words that can be compared with them':
      'for await (const { attributes } of v2.list_appointments.items({ path })) void (attributes.attendance_status_slug === AttendanceStatus.noShow);',
  };
  const wrong: Record<string, string> = {
    'a number that is no code': 'const attendance: Attendance = 5; void attendance;',
    'a code of another table where the values differ':
      'await v1.search_client_visits({ path, body: { client_id: 1, attendance: ClientSearchAttendance.confirmed } });',
  };
  const head = `import type { Altegio } from 'altegio-sdk';
import { Attendance, AttendanceStatus, ClientSearchAttendance, PaymentStatus, PeriodUnit, YesNoAny } from 'altegio-sdk/codes';
declare const altegio: Altegio;
const { v1, v2 } = altegio;
const path = { location_id: 1 };
void [v1, v2, path, Attendance, AttendanceStatus, ClientSearchAttendance, PaymentStatus, PeriodUnit, YesNoAny];
`;
  const cases = [...Object.entries(calls), ...Object.entries(wrong)];
  const messages = compile(
    Object.fromEntries(cases.map(([, code], index) => [`codes${index}`, head + code])),
  );

  it.each(cases.map(([title], index) => ({ title, index })))('$title', ({ title, index }) => {
    const found = messages[`codes${index}`];
    if (title in wrong) expect(found).toHaveLength(1);
    else expect(found).toEqual([]);
  });
});

describe('the emitter', () => {
  const table: CodeTable = {
    name: 'Size',
    description: 'How large a thing is.',
    values: { small: { value: 1, text: 'Small.' }, unknown: { value: 'n/a', text: 'Not known.' } },
    seen: [],
  };
  const emit = (...all: CodeTable[]) =>
    emitCodes({ groups: [{ title: 'Things', tables: all }], left_out: [] });

  it('writes a constant and the type of its values', () => {
    expect(emit(table)).toBe(
      [
        '// Generated by scripts/generate.ts from openapi/codes.yaml. Do not edit.',
        '',
        '// Things.',
        '',
        '/** How large a thing is. */',
        'export const Size = {',
        '  /** Small. */',
        '  small: 1,',
        '  /** Not known. */',
        "  unknown: 'n/a',",
        '} as const;',
        'export type Size = (typeof Size)[keyof typeof Size];',
        '',
      ].join('\n'),
    );
  });

  it('refuses two tables of one name', () => {
    expect(() => emit(table, table)).toThrow(/two tables Size/);
  });

  it('refuses two names for one value', () => {
    const values = { small: { value: 1, text: '' }, tiny: { value: 1, text: '' } };
    expect(() => emit({ ...table, values })).toThrow(/Size has two names for one value/);
  });
});
