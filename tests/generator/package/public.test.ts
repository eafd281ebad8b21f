// What the package's declarations show of a module: its public side.
import { expect, it } from 'vitest';
import { publicPart } from '../../../scripts/package/public.ts';

const isPublic = (name: string) => name.startsWith('public');
const show = (...lines: string[]) => publicPart(lines.join('\n'), isPublic).trim().split('\n');

it('leaves out functions and constants of other modules, with their comments', () => {
  expect(
    show(
      '/** Stays. */',
      'export declare function publicOne(): void;',
      '/** Goes. */',
      'export declare function inner(): void;',
      'export declare const innerMs = 20;',
    ),
  ).toEqual(['/** Stays. */', 'export declare function publicOne(): void;']);
});

it('leaves out imports that only those needed', () => {
  expect(
    show(
      "import type { Inner } from './inner.ts';",
      "import type { Shown } from './shown.ts';",
      "import * as all from './all.ts';",
      'export declare function publicOne(shown: Shown): void;',
      'export declare function inner(inner: Inner): all.Inner;',
    ),
  ).toEqual([
    "import type { Shown } from './shown.ts';",
    'export declare function publicOne(shown: Shown): void;',
  ]);
});

it('keeps a constant that a type is made of', () => {
  const lines = [
    'export declare const levels: readonly ["a", "b"];',
    'export declare const key: unique symbol;',
    'export type Level = (typeof levels)[number];',
    'export interface Marked { [key]: Level }',
  ];
  expect(show(...lines)).toEqual(lines);
});

it('keeps types, whoever uses them, and what other modules re-export', () => {
  const lines = [
    'export interface Inner {}',
    "export * from './other.ts';",
    "export type { A } from './a.ts';",
  ];
  expect(show(...lines)).toEqual(lines);
});
