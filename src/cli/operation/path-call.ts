// `call GET /path`: which API and operation a method and path mean.
import type { Altegio, ApiName } from '../../index.ts';
import { findOperation } from '../../operations/match.ts';
import { UsageError } from '../support/failure.ts';
import type { Input } from './input.ts';
import { apiNames, type Listed, listed, tableOf } from './list.ts';

/** A request by method and path, ready to be sent. */
export interface PathCall {
  isRead: boolean;
  send(altegio: Altegio, input: Input): Promise<unknown>;
}

/**
 * A template of the descriptions (`/client/{location_id}/{id}`) is its operation; a path that is filled in goes out as it
 * is, with the protection of the operation that it looks like, which is `known`.
 */
export function requestByPath(
  method: string,
  text: string,
  api?: ApiName | '',
): { call: PathCall; operation?: Listed; known?: Listed } {
  const verb = method.toUpperCase();
  const [path, search = ''] = text.split(/\?(.*)/s) as [string, string?];
  if (!path.startsWith('/')) throw new UsageError(`A path begins with a slash: /${path}`);
  const names = api ? [api] : apiNames;
  const matches = names.map((name) => ({ name, operation: findOperation(tableOf(name), verb, path) }));
  const { name, operation } = matches.find((each) => each.operation.id !== undefined) ?? matches[0]!;
  const call: PathCall = {
    isRead: operation.safe,
    send: (altegio, input) =>
      altegio[name].request(verb, path, { ...input, query: { ...queryOf(search), ...input.query } }),
  };
  const described = tableOf(name).byId.get(operation.id ?? '');
  // Nothing is known of an operation that is gone, and the API may still have it.
  if (!described || described.removed) return { call };
  const known = listed(name, described);
  return path.includes('{') && search === ''
    ? { call, known, operation: listed(name, operation) }
    : { call, known };
}

/** What stands behind the question mark; a name that comes again makes a list. */
function queryOf(search: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const before = query[name];
    query[name] = before === undefined && !name.endsWith('[]') ? value : [before ?? [], value].flat();
  }
  return query;
}
