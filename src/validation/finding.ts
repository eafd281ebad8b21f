// The words of a report: where a body differs from the contract, and how. No value of a body is among them.
import type { ApiName } from '../request/base-url.ts';

/**
 * How a body differs: `type`: another type; `missing`: no such field, though it is required; `value`: the type is right, and
 * the value is none that the contract lists, or beyond its limits; `code`: a code that this version has no name for; `undeclared`: a field that the contract does not know;
 * `status`: a success with a status that the contract does not know.
 */
export type DriftKind = 'type' | 'missing' | 'value' | 'code' | 'undeclared' | 'status';

/** One place at which a body differs from the contract. */
export interface Finding {
  api: ApiName;
  operationId: string;
  direction: 'response' | 'request';
  kind: DriftKind;
  /** JSON pointer into the body; `*` stands for a key of a map, which is data. */
  pointer: string;
  /** What the contract says: types, or the values that it lists. */
  expected: string;
  /** The type that came: `null`, `array`, `object`, `string`, `boolean`, `integer`, `number`, or `nothing`. Never the value. */
  seen: string;
}

/** Findings that are alike, over all bodies: `*` stands for every index in the pointer. */
export interface DriftRow extends Finding {
  /** The number of bodies in which it was found. */
  bodies: number;
  /** The number of bodies of this operation and direction that were checked. */
  of: number;
}

/** What was found since the watch was made. */
export interface DriftReport {
  /** When the watch was made, in ISO 8601. */
  since: string;
  /** The number of bodies that were compared with the contract. */
  checked: number;
  /** Sampled bodies that were not: too large, too many at once, no JSON, or not described. */
  skipped: number;
  /** Failures of the validation itself, which reach no call. */
  failed: number;
  /** Kinds of findings that the table had no room for. */
  dropped: number;
  /** By operation, the most frequent first. */
  drift: DriftRow[];
}

/** The type of a JSON value in the words of JSON Schema; `nothing` for a field that is not there. */
export function typeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
