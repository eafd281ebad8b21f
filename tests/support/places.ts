// Where operations stand in the edition that openapi/ holds: for tests that are about something else than their paths.
import { tableOf } from '../../src/cli/operation/list.ts';
import type { ApiName } from '../../src/index.ts';

/** The template of an operation's path, below the server's. */
export function templateOf(api: ApiName, id: string): string {
  return tableOf(api).byId.get(id)!.path;
}

/** Its method and path with these values: `GET /api/v1/client/1/2`. */
export function routeOf(api: ApiName, id: string, path: Record<string, number> = {}): string {
  const { method } = tableOf(api).byId.get(id)!;
  const filled = templateOf(api, id).replace(/\{(\w+)\}/g, (_, name: string) => String(path[name]));
  return `${method.toUpperCase()} /api/${api === 'v2' ? 'v2' : 'v1'}${filled}`;
}
