// Example values where Prism's static generator would break the schema: it knows neither `pattern` nor `multipleOf`.

import type { Schema } from '../../openapi/document.ts';

const HAS_VALUE = ['default', 'const', 'enum', 'example', 'examples'];

/** A value that keeps the schema's `pattern` or `multipleOf`, or undefined where nothing has to be added. */
export function exampleOf(schema: Schema): string | number | undefined {
  if (HAS_VALUE.some((keyword) => keyword in schema)) return undefined;
  if (typeof schema.pattern === 'string') return matching(schema.pattern);
  if (typeof schema.multipleOf === 'number') return multiple(schema.multipleOf, Number(schema.minimum ?? 0));
  return undefined;
}

function multiple(of: number, minimum: number): number {
  return Math.ceil(minimum / of) * of;
}

/** Dates first: their patterns accept any digits, but a value should be a date to whoever reads it. */
const LIKELY = [
  '2026-01-15',
  '10:30',
  '10:30:00',
  '2026-01-15T10:30:00',
  '2026-01-15T10:30:00Z',
  '2026-01-15T10:30:00+0000',
  '2026-01-15T10:30:00+00:00',
  '2026-01-15 10:30:00',
  '2026-01-15 10:30:00.000000',
  '15.01.2026',
];

/** A text that the pattern accepts. */
export function matching(pattern: string): string {
  const expression = new RegExp(pattern, 'u');
  const candidates = [...LIKELY, shortest(pattern)];
  const found = candidates.find((candidate) => expression.test(candidate));
  if (found === undefined)
    throw new Error(`scripts/emit/mock/samples.ts cannot make an example for /${pattern}/`);
  return found;
}

const ATOM = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?:)?[^()]*\)|[^\\[(]/gu;

const QUANTIFIED = new RegExp(`(${ATOM.source})(?:\\{(\\d+)(?:,\\d*)?\\}|([*+?]))?`, 'gu');

/** The shortest text for the plain regular expressions that descriptions use; the caller checks it. */
function shortest(pattern: string): string {
  const body = pattern.replace(/^\^/, '').replace(/\$$/, '');
  return [...body.matchAll(QUANTIFIED)]
    .map(([, atom = '', count, sign]) =>
      first(atom).repeat(count ? Number(count) : sign === '*' || sign === '?' ? 0 : 1),
    )
    .join('');
}

function first(atom: string): string {
  if (atom.startsWith('('))
    return shortest(
      atom
        .replace(/^\((\?:)?/, '')
        .replace(/\)$/, '')
        .split('|')[0] ?? '',
    );
  if (atom.startsWith('[')) return first(/\\.|[^\\]/u.exec(atom.slice(1, -1))?.[0] ?? '');
  if (atom === '\\d') return '1';
  if (atom === '\\w' || atom === '.') return 'a';
  if (atom === '\\s') return ' ';
  return atom.replace(/^\\/, '');
}
