// Builds what is sent: path, query, body and headers. Everything wrong is refused here, before anything is sent.
import { AltegioConfigError } from './errors.ts';
import { notSent } from './failure.ts';
import type { Operation } from './table.ts';

/** What an operation is called with. */
export interface Input {
  path?: Readonly<Record<string, unknown>> | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
}

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

/** Which spelling of an operation's path is sent. */
export type PathStyle = 'published' | 'canonical';

/** Fills the path template. Values are encoded and stay inside their segment. */
export function buildPath(
  operation: Operation,
  values: Input['path'] = {},
  style: PathStyle = 'published',
): string {
  // Only the untyped doors can bring such a template: it would reach another path, or even another host.
  const isOwn = operation.id === undefined;
  if (isOwn && (!/^\/[^?#\\]*$/.test(operation.path) || /\/(\.|%2e){1,2}(\/|$)/i.test(operation.path))) {
    throw notSent(
      operation,
      'the path must begin with "/" and hold no query, fragment, ".", ".." or backslash',
    );
  }
  const used = new Set<string>();
  // Messages keep the published template, so that one operation has one name everywhere.
  const template = (style === 'canonical' && operation.canonical) || operation.path;
  const path = template.replace(/(\/?)\{([^{}]+)\}/g, (_, slash: string, name: string) => {
    used.add(name);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined && operation.optional.includes(name)) return '';
    if (value === undefined) throw missing(operation, name, values);
    return slash + pathSegment(operation, name, value);
  });
  for (const name of Object.keys(values)) {
    if (!used.has(name)) {
      const known = [...used].join(', ') || 'none';
      throw notSent(operation, `path.${name} is not in ${operation.path} (its parameters: ${known})`);
    }
  }
  return path;
}

/** A missing parameter is often there under another name. */
function missing(operation: Operation, name: string, values: object): AltegioConfigError {
  const stray = Object.keys(values).find((key) => !operation.path.includes(`{${key}}`));
  return notSent(
    operation,
    `path.${name} is missing${stray ? ` (path.${stray} is not in ${operation.path})` : ''}`,
  );
}

function pathSegment(operation: Operation, name: string, value: unknown): string {
  const where = `path.${name}`;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
    throw notSent(operation, `${where} must be a string or a number, not ${kind(value)}`);
  }
  const text = plainText(operation, where, value);
  if (text.trim() === '') throw notSent(operation, `${where} is empty`);
  // Proxies decode %2F, so a dot segment anywhere in the value could leave the template.
  if (/(^|[\\/])\.{1,2}($|[\\/])/.test(text)) {
    throw notSent(operation, `${where} holds a "." or ".." segment, which would leave ${operation.path}`);
  }
  return encode(operation, where, text);
}

/** A parameter as text: booleans are 1 and 0, as PHP reads them. */
function plainText(operation: Operation, where: string, value: unknown): string {
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
      : value instanceof Date
        ? 'pass a string in the form that the operation documents'
        : 'pass a string, number, boolean or a list of these';
  throw notSent(operation, `${where} is ${kind(value)}; ${cure}`);
}

/**
 * The query string with its `?`, or an empty string. Arrays are sent as `name[]=1&name[]=2` (PHP keeps only the
 * last of plain repeated names), booleans as 1 and 0; `undefined` is left out, `null` is refused.
 */
export function buildQuery(operation: Operation, values: Input['query'] = {}): string {
  const pairs: string[] = [];
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value === undefined) continue;
    const where = `query.${name}`;
    if (!Array.isArray(value)) {
      pairs.push(`${encode(operation, where, name)}=${queryValue(operation, where, value)}`);
    } else if (operation.comma.includes(name)) {
      const parts = value.map((item, index) => queryValue(operation, `${where}[${index}]`, item));
      if (parts.some((part) => part.includes('%2C'))) {
        throw notSent(operation, `${where} is sent comma-separated, so no item may hold a comma`);
      }
      if (parts.length) pairs.push(`${encode(operation, where, name)}=${parts.join(',')}`);
    } else {
      const key = encode(operation, where, listName(name));
      value.forEach((item, index) => {
        pairs.push(`${key}=${queryValue(operation, `${where}[${index}]`, item)}`);
      });
    }
  }
  for (const name of operation.needs) {
    const value = values[name];
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    if (isEmpty) throw notSent(operation, `query.${name} is missing`);
  }
  return pairs.length ? `?${pairs.join('&')}` : '';
}

function queryValue(operation: Operation, where: string, value: unknown): string {
  return encode(operation, where, plainText(operation, where, value));
}

function encode(operation: Operation, where: string, text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw notSent(operation, `${where} holds half of a surrogate pair and cannot be encoded`, cause);
  }
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

/** PHP keeps only the last of plain repeated names. */
function listName(name: string): string {
  return name.endsWith('[]') ? name : `${name}[]`;
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

/** The request headers without Authorization, names in lower case. Later sources win. */
export function buildHeaders(
  operation: Operation,
  body: Body,
  ...sources: (Readonly<Record<string, string>> | undefined)[]
): Record<string, string> {
  // The media type is the answer format; without it v2 (and v1 for newer partners) answers 400.
  const accept = 'application/vnd.api.v2+json';
  const headers: Record<string, string> = {
    accept: operation.answer === 'blob' ? `${accept}, application/pdf` : accept,
  };
  if (body.type) headers['content-type'] = body.type;
  for (const source of sources) Object.assign(headers, lowerCased(source));
  return headers;
}

/** Headers with their names in lower case, without those that are `undefined`. */
export function lowerCased(
  headers: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) lowered[name.toLowerCase()] = value;
  }
  return lowered;
}

/** What is wrong with headers that cannot or must not be sent, in words that follow their name. */
export function headersProblem(headers: Readonly<Record<string, unknown>>): string | undefined {
  // The entries of a Headers object are no properties: they would be lost.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers)
    return 'must be a plain object';
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'authorization') {
      return 'must not hold Authorization: partnerToken and userToken make it';
    }
    const isValid = typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
    if (value !== undefined && !(isValid && /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(name))) {
      return `must not hold ${JSON.stringify(name)}: HTTP does not allow its name or value`;
    }
  }
  return undefined;
}

function kind(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
