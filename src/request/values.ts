// Single values as text, as path, query and form fields share them.
import { notSent } from '../errors/call-error.ts';
import type { Operation } from '../operations/operation.ts';

/** A parameter as text: booleans are 1 and 0, as PHP reads them. */
export function plainText(operation: Operation, where: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (
    typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value === 'string' || typeof value === 'bigint'
  ) {
    return String(value);
  }
  const cure =
    value === null
      ? 'leave it out, or pass undefined'
      : isDate(value)
        ? 'pass a string in the form that the operation documents'
        : 'pass a string, number, boolean or a list of these';
  throw notSent(operation, `${where} is ${kind(value)}; ${cure}`);
}

export function encode(operation: Operation, where: string, text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw notSent(operation, `${where} holds half of a surrogate pair and cannot be encoded`, cause);
  }
}

/** PHP keeps only the last of plain repeated names. */
export function listName(name: string): string {
  return name.endsWith('[]') ? name : `${name}[]`;
}

/** A value in words, for messages: its kind, never what it holds. */
export function kind(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  const name = tagOf(value).slice(8, -1);
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${/^(Array|Object)$/.test(name) ? name.toLowerCase() : name}`;
}

/** `[object Map]` and the like; holds for classes of another realm too. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

export function isDate(value: unknown): value is Date {
  return tagOf(value) === '[object Date]';
}
