// Lists in pages, as the API hands them out: with totals where it tells them, and sizes that it cuts without a word.
import { isRecord } from '../../util/check.ts';
import type { Call, Success } from '../call.ts';
import { fill, shapeOf, type Values } from './shape.ts';

/** Where nothing is known of the largest size, as of most lists of v1. */
const unknownMax = 50;

/** 25 rows are handed out unless more are asked for; v2 hands out what is asked for, at most 250. */
const usualSize = (api: string) => (api === 'v2' ? 250 : 25);

/** The page that was asked for. Only what stands on it is looked up: `valuesOf` costs more than all the rest of a call. */
export function page<Item>(
  call: Call,
  items: readonly Item[],
  valuesOf: (item: Item) => Values,
  toRow = shaped(call),
): Success {
  const rowOf = (item: Item) => toRow(valuesOf(item));
  const { operation, sample } = call;
  const { paging } = operation;
  if (!paging) return { data: items.map(rowOf), meta: countIn(sample, items.length) };
  const asked = ((paging.in === 'body' ? call.body : call.query) ?? {}) as Values;
  const max = paging.max ?? unknownMax;
  const size = Math.min(positive(asked[paging.size]) ?? Math.min(usualSize(operation.api), max), max);
  const number = positive(asked[paging.page]) ?? 1;
  const offset = (number - 1) * size;
  const data = items.slice(offset, offset + size).map(rowOf);
  if (paging.style === 'page-limit')
    return { body: { data, meta: { pagination: { page: number, offset, limit: size } } } };
  const total = paging.total?.at(-1);
  const meta = total === undefined ? countIn(sample, data.length) : { page: number, [total]: items.length };
  return { data, meta };
}

/** Gives rows the shape of the operation's own sample. */
export function shaped({ sample }: Call): (values: Values) => unknown {
  const shape = shapeOf(sample);
  return (values) => fill(shape, values);
}

/** One row, in a list where the contract shows a list. */
export function likeSample(call: Call, values: Values): Success {
  const row = shaped(call)(values);
  const isList = isRecord(call.sample) && Array.isArray(call.sample.data);
  return { data: isList ? [row] : row };
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
