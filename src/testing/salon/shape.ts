// Rows in the shape of the contract: every field that its sample has, with the salon's values, or with nothing.

import { isRecord } from '../../util/check.ts';

/** A value of the wire. */
export type Values = Record<string, unknown>;

/**
 * A copy of the shape with these values. What the salon does not know is empty, as the API has it: 0, "", false, an empty
 * list. Values that the shape has no place for are left out.
 */
export function fill(shape: unknown, values: unknown): unknown {
  if (values === undefined) return emptyOf(shape);
  if (isRecord(shape) && isRecord(values)) {
    const keys = Object.keys(shape);
    // A map from ids to something has no fields of its own.
    if (keys.length === 0 || keys.every((key) => /^\d+$/.test(key))) return values;
    const row: Values = {};
    for (const key of keys) row[key] = fill(shape[key], values[key]);
    return row;
  }
  if (Array.isArray(shape) && Array.isArray(values) && isRecord(shape[0]))
    return values.filter(isRecord).map((each) => fill(shape[0], each));
  return asTyped(shape, values);
}

/** One field is a number here and a text there (`sex`, `fired`): as this operation has it. */
function asTyped(shape: unknown, value: unknown): unknown {
  if (typeof shape === typeof value || value === null || isRecord(value) || Array.isArray(value))
    return value;
  if (typeof shape === 'string') return String(value);
  if (typeof shape === 'number') return Number.isNaN(Number(value)) ? 0 : Number(value);
  return typeof shape === 'boolean' ? Boolean(value) : value;
}

function emptyOf(shape: unknown): unknown {
  if (Array.isArray(shape)) return [];
  if (isRecord(shape)) {
    const entries = Object.entries(shape).filter(([key]) => !/^\d+$/.test(key));
    return Object.fromEntries(entries.map(([key, each]) => [key, emptyOf(each)]));
  }
  if (typeof shape === 'string') return '';
  return typeof shape === 'number' ? 0 : typeof shape === 'boolean' ? false : shape;
}

/** The part of a sample that one row is like: its `data`, or the first item of that. */
export function shapeOf(sample: unknown): unknown {
  const data = isRecord(sample) && 'data' in sample ? sample.data : sample;
  return Array.isArray(data) ? data[0] : data;
}
