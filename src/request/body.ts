// Writes the request body as the operation wants it, and refuses what would be lost on the way.
import { notSent } from '../errors/call-error.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import type { Operation } from '../operations/operation.ts';
import { kind, listName, plainText } from './values.ts';

/** A body in the form that fetch takes, and its content type where fetch does not set it. */
export interface Body {
  content:
    | string
    | FormData
    | Blob
    | ArrayBuffer
    | Uint8Array<ArrayBuffer>
    | URLSearchParams
    | ReadableStream
    | undefined;
  type: string | undefined;
}

/** The request body, as the operation wants it. */
export function buildBody(operation: Operation, value: unknown): Body {
  if (value === undefined || (value === null && operation.body !== 'any')) {
    if (operation.bodyRequired) throw notSent(operation, 'body is missing');
    return { content: undefined, type: undefined };
  }
  if (operation.body === 'none') throw notSent(operation, 'takes no body');
  if (operation.body === 'multipart') return { content: multipart(operation, value), type: undefined };
  if (operation.body === 'any' && isReady(value)) return { content: value, type: undefined };
  if (operation.body === 'json' && isReady(value)) {
    throw notSent(operation, `body is ${kind(value)}; pass the object itself, it is written as JSON here`);
  }
  return { content: json(operation, value), type: 'application/json' };
}

function json(operation: Operation, value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, function (this: Record<string, unknown>, name, item: unknown) {
      if (isLost(this, this[name], item)) throw notSent(operation, `body: ${name} is ${kind(this[name])}`);
      return item;
    });
  } catch (cause) {
    if (cause instanceof AltegioConfigError) throw cause;
    throw notSent(operation, 'body cannot be written as JSON', cause);
  }
  if (text === undefined) throw notSent(operation, `body is ${kind(value)}, which JSON cannot hold`);
  return text;
}

/** What JSON.stringify would turn into null or {}, and the API would save. */
function isLost(holder: unknown, raw: unknown, item: unknown): boolean {
  if (typeof raw === 'number') return !Number.isFinite(raw);
  if (raw instanceof Date) return item === null;
  if (Array.isArray(holder) && (raw === undefined || typeof raw === 'function')) return true;
  return item instanceof Map || item instanceof Set;
}

function multipart(operation: Operation, value: unknown): FormData {
  if (value instanceof FormData) return value;
  if (typeof value !== 'object' || value === null) {
    throw notSent(operation, `body must be an object of form fields or a FormData, not ${kind(value)}`);
  }
  const form = new FormData();
  for (const [name, field] of Object.entries(value)) {
    const isList = Array.isArray(field);
    for (const item of isList ? field : [field]) {
      if (item === undefined) continue;
      if (typeof item === 'object' && !(item instanceof Blob)) {
        throw notSent(operation, `body.${name} is ${kind(item)}; pass a File or Blob, or a plain value`);
      }
      form.append(
        isList ? listName(name) : name,
        item instanceof Blob ? item : plainText(operation, `body.${name}`, item),
      );
    }
  }
  return form;
}

function isReady(value: unknown): value is NonNullable<Body['content']> {
  return (
    typeof value === 'string' ||
    value instanceof FormData ||
    value instanceof Blob ||
    value instanceof URLSearchParams ||
    value instanceof ArrayBuffer ||
    value instanceof Uint8Array ||
    value instanceof ReadableStream
  );
}
