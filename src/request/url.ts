// Fills the path template and writes the query string. Everything that would reach another place is refused.
import { notSent } from '../errors/call-error.ts';
import type { AltegioConfigError } from '../errors/errors.ts';
import { type Operation, otherPlace } from '../operations/operation.ts';
import type { Input } from './input.ts';
import { encode, kind, listName, plainText } from './values.ts';

/** Which spelling of an operation's path is sent. */
export type PathStyle = 'published' | 'canonical' | 'legacy';

/**
 * The method and the path template that are sent. Messages name an operation by the published ones, the same everywhere.
 * An earlier path with a parameter that the operation has no more cannot be filled, so the published one stands in.
 */
export function placeOf(
  operation: Operation,
  style: PathStyle = 'published',
): { method: string; path: string } {
  const { canonical, aliases } = operation;
  const other = style === 'canonical' ? canonical : style === 'legacy' ? aliases[0] : undefined;
  if (other === undefined) return operation;
  const place = otherPlace(operation, other);
  return placeholders(place.path).every((each) => operation.path.includes(each)) ? place : operation;
}

function placeholders(path: string): string[] {
  return path.match(/\{[^{}]+\}/g) ?? [];
}

/** Fills the path template. Values are encoded and stay inside their segment. */
export function buildPath(
  operation: Operation,
  values: Input['path'] = {},
  style: PathStyle = 'published',
): string {
  // Only an undocumented call can bring such a template: it would reach another path, or even another host.
  const { path: written } = operation;
  if (!/^\/[^?#\\]*$/.test(written) || /\/(\.|%2e){1,2}(\/|$)/i.test(written)) {
    throw notSent(
      operation,
      'the path must begin with "/" and hold no query, fragment, ".", ".." or backslash',
    );
  }
  const used = new Set<string>();
  const path = placeOf(operation, style).path.replace(
    /(\/?)\{([^{}]+)\}/g,
    (_, slash: string, name: string) => {
      used.add(name);
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined && operation.optional.includes(name)) return '';
      if (value === undefined) throw missing(operation, name, values);
      return slash + pathSegment(operation, name, value);
    },
  );
  for (const name of Object.keys(values)) {
    // Another path of the operation may have one more.
    if (!used.has(name) && !hasParameter(operation, name)) {
      const known = [...used].join(', ') || 'none';
      throw notSent(operation, `path.${name} is not in ${operation.path} (its parameters: ${known})`);
    }
  }
  return path;
}

function hasParameter({ path, aliases }: Operation, name: string): boolean {
  return [path, ...aliases].some((each) => each.includes(`{${name}}`));
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
    } else if (operation.commaQuery.includes(name)) {
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
  for (const name of operation.requiredQuery) {
    const names = operation.families.find((each) => each.includes(name)) ?? [name];
    if (names.every((each) => isEmpty(values[each]))) throw notSent(operation, `query.${name} is missing`);
  }
  return pairs.length ? `?${pairs.join('&')}` : '';
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function queryValue(operation: Operation, where: string, value: unknown): string {
  return encode(operation, where, plainText(operation, where, value));
}
