// Holds the query against what the operation is known to take: the API ignores a name that it does not know, so that a
// misspelt filter reads, or exports, everything.
import { commonQuery } from '../../generated/queries.ts';
import { notSent } from '../errors/call-error.ts';
import type { Operation } from '../operations/operation.ts';
import { nearest } from '../util/distance.ts';
import type { Input } from './input.ts';

/** What a mark behind a name says of the values, and a value of that form. */
const forms: readonly (readonly [mark: string, form: RegExp, words: string])[] = [
  ['', /^/, ''],
  ['@', /^\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)/, 'a date that begins with YYYY-MM-DD'],
  ['#', /^(-?\d[\d.,]*)?$/, 'a number'],
  ['+', /^[1-9]\d*$/, 'a whole number of 1 or more'],
];

/** Throws for a name that the operation does not take, and for a value of another form; nothing is known of an undocumented endpoint. */
export function checkQuery(operation: Operation, values: Input['query'] = {}): void {
  const { query } = operation;
  if (query === undefined) return;
  const known = ` ${query} `;
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value === undefined) continue;
    const base = name.replace(/\[\d*\]$/, '');
    const found = forms.find(([mark]) => known.includes(` ${base}${mark} `));
    if (found) checkValues(operation, name, value, found);
    else if (!commonQuery.split(' ').includes(base)) throw unknown(operation, name, base, query);
  }
}

function checkValues(
  operation: Operation,
  name: string,
  value: unknown,
  [, form, words]: (typeof forms)[number],
) {
  for (const each of Array.isArray(value) ? value : [value]) {
    // What is no text or number has its own check when it is written.
    if (/^(string|number|bigint)$/.test(typeof each) && !form.test(String(each)))
      throw notSent(operation, `query.${name} must be ${words} (unchecked: true sends it as it is)`);
  }
}

function unknown(operation: Operation, name: string, base: string, query: string): Error {
  const names = query.split(' ').map((each) => each.replace(/[@#+]$/, ''));
  const near = query && nearest(base, names);
  return notSent(
    operation,
    `query.${name} is not known here, and the API ignores what it does not know${near ? `; the nearest name is ${near}` : ''} (unchecked: true sends it as it is)`,
  );
}
