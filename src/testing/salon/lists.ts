// Lists in pages, as the API hands them out: with totals where it tells them, and sizes that it cuts without a word.
import { isRecord } from '../../util/check.ts';
import type { Call, Success } from '../call.ts';
import { fill, shapeOf, type Values } from './shape.ts';

/** Where nothing is known of the largest size, as of most lists of v1. */
const unknownMax = 50;

/** v1 hands out 25 rows unless it is asked for more; v2 hands out what is asked for, at most 250. */
const usualSize = { v1: 25, v2: 250, booking: 25, developers: 25 };

/** The page that was asked for, of rows that are made of these values. */
export function page(call: Call, rows: readonly Values[], rowOf = shaped(call)): Success {
  const { operation, sample } = call;
  const { paging } = operation;
  if (!paging) return { data: rows.map(rowOf), meta: countIn(sample, rows.length) };
  const asked = ((paging.in === 'body' ? call.body : call.query) ?? {}) as Values;
  const max = paging.max ?? unknownMax;
  const size = Math.min(positive(asked[paging.size]) ?? Math.min(usualSize[operation.api], max), max);
  const number = positive(asked[paging.page]) ?? 1;
  const offset = (number - 1) * size;
  const data = rows.slice(offset, offset + size).map(rowOf);
  if (paging.style === 'page-limit')
    return { body: { data, meta: { pagination: { page: number, offset, limit: size } } } };
  const total = paging.total?.at(-1);
  const meta = total === undefined ? countIn(sample, data.length) : { page: number, [total]: rows.length };
  return { data, meta };
}

/** Gives rows the shape of the operation's own sample. */
export function shaped({ sample }: Call): (values: Values) => unknown {
  const shape = shapeOf(sample);
  return (values) => fill(shape, values);
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined;
}

/** `meta.count` or `meta.total_count`, where the sample has one. */
function countIn(sample: unknown, count: number): unknown {
  const meta = isRecord(sample) && isRecord(sample.meta) ? sample.meta : {};
  const name = ['count', 'total_count'].find((each) => each in meta);
  return name ? { [name]: count } : [];
}
