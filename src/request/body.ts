// Writes the request body as the operation wants it, and refuses what would be lost on the way.
import { notSent } from '../errors/call-error.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import type { Operation } from '../operations/operation.ts';
import { type Content, isBlob, isContent, isForm } from '../util/content.ts';
import { isDate, kind, listName, plainText, tagOf } from './values.ts';

/** A body on its way, and its content type where the body does not say it itself. */
export interface Body {
  content: Content;
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
  if (operation.body === 'any' && isContent(value)) return { content: value, type: undefined };
  if (operation.body === 'json' && isContent(value)) {
    throw notSent(operation, `body is ${kind(value)}; pass the object itself, it is written as JSON here`);
  }
  return { content: json(operation, value), type: operation.mediaType ?? 'application/json' };
}

function json(operation: Operation, value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, function (this: Record<string, unknown>, name, item: unknown) {
      const raw = this[name];
      const where = name === '' ? 'body' : `body: ${name}`;
      const loss = lossOf(this, raw, item);
      if (loss) throw notSent(operation, `${where} is ${kind(raw)}${loss}`);
      return item;
    });
  } catch (cause) {
    if (cause instanceof AltegioConfigError) throw cause;
    throw notSent(operation, 'body cannot be written as JSON', cause);
  }
  if (text === undefined) throw notSent(operation, `body is ${kind(value)}, which JSON cannot hold`);
  return text;
}

/** Why JSON.stringify would lose a value, or write null or {} for it, and the API would save that. */
function lossOf(holder: unknown, raw: unknown, item: unknown): string | undefined {
  const cannot = ', which JSON cannot hold';
  if (typeof raw === 'number') return Number.isFinite(raw) ? undefined : cannot;
  // Its JSON is a moment in UTC; the API has local times, dates without a time, seconds.
  if (isDate(raw)) return '; pass a string in the form that the operation documents';
  if (typeof item === 'function' || typeof item === 'symbol') return cannot;
  if (item === undefined) return Array.isArray(holder) ? cannot : undefined;
  if (typeof item !== 'object' || item === null) return undefined;
  if (typeof (item as { then?: unknown }).then === 'function') return '; await it first';
  if (/^\[object (Object|Array|Number|String|Boolean)\]$/.test(tagOf(item))) return undefined;
  // A class of the platform (Map, RegExp, Blob …) keeps what it holds where JSON.stringify does not look.
  const isHollow = Object.keys(item).length === 0 || ArrayBuffer.isView(item) || isError(item);
  return isHollow ? cannot : undefined;
}

function isError(value: object): boolean {
  return value instanceof Error || tagOf(value) === '[object Error]';
}

function multipart(operation: Operation, value: unknown): FormData {
  if (isForm(value)) return value;
  if (typeof value !== 'object' || value === null || isContent(value)) {
    throw notSent(operation, `body must be an object of form fields or a FormData, not ${kind(value)}`);
  }
  const fields: [name: string, value: string | Blob][] = [];
  for (const [name, field] of Object.entries(value)) {
    const isList = Array.isArray(field);
    for (const item of isList ? field : [field]) {
      if (item === undefined) continue;
      if (typeof item === 'object' && !isBlob(item)) {
        throw notSent(operation, `body.${name} is ${kind(item)}; pass a File or Blob, or a plain value`);
      }
      const text = isBlob(item) ? item : plainText(operation, `body.${name}`, item);
      fields.push([isList ? listName(name) : name, text]);
    }
  }
  try {
    const form = new FormData();
    for (const [name, field] of fields) form.append(name, field as string);
    return form;
  } catch {
    // No FormData here, or one of jsdom, which does not take this Blob: as much of one as is needed on the way.
    return { append() {}, getAll() {}, entries: () => fields.values() } as unknown as FormData;
  }
}
