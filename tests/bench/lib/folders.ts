// Where the benchmarks find and put things.
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');
export const bench = resolve(root, 'tests/bench');
/** Scratch files of a run; never committed. */
export const scratch = resolve(root, '.cache/bench');
/** This package as it would be installed, built from the sources as they are. */
export const builtPackage = resolve(scratch, 'altegio-sdk');
export const dist = resolve(builtPackage, 'dist');
export const resultsFile = resolve(root, 'tests/bench/results.json');
export const docsFile = resolve(root, 'docs/performance.md');
