// The operations of all four APIs, each under the paths that it has below the origin of a server that stands in for the API.
import { apis as places } from '../../generated/apis.ts';
import { booking } from '../booking.ts';
import { developers } from '../developers.ts';
import { type Operation, otherPlace } from '../operations/operation.ts';
import { indexTable } from '../operations/table.ts';
import { type ApiName, productionBase } from '../request/base-url.ts';
import { v1 } from '../v1.ts';
import { v2 } from '../v2.ts';

/** An operation and the API that it belongs to. */
export interface ServedOperation extends Operation {
  api: ApiName;
  id: string;
}

/** A path template below the origin, and the operation that it leads to. */
export interface Route {
  method: string;
  template: string;
  operation: ServedOperation;
}

/** Those that are served. */
const apis: Partial<Record<ApiName, Pick<typeof v1, 'operations'>>> = { v1, v2, booking, developers };

export const apiNames = Object.keys(apis) as ApiName[];

/** Every operation of these APIs, once. */
export function servedOperations(names: readonly ApiName[] = apiNames): ServedOperation[] {
  return names.flatMap((api) =>
    [...indexTable(apis[api]!.operations()).byId.values()]
      .filter(({ removed }) => removed === undefined)
      .map((each) => ({ ...each, api, id: each.id! })),
  );
}

/** Every way to an operation. A published path goes before what another operation is called by otherwise. */
export function routesOf(operations: readonly ServedOperation[]): Route[] {
  const published = operations.map((operation) => route(operation, operation.path));
  const others = operations.flatMap((operation) => [
    ...canonicalRoute(operation),
    ...operation.aliases.map((text) => otherRoute(operation, text)),
  ]);
  return [...published, ...others, ...operations.flatMap(shorter)];
}

/** Without the parameters that may be left out, and their segments. */
function shorter(operation: ServedOperation): Route[] {
  const { optional, path, canonical } = operation;
  if (optional.length === 0) return [];
  const short = (template: string) =>
    optional.reduce((left, name) => left.replace(`/{${name}}`, ''), template);
  return [route(operation, short(path)), ...canonicalRoute(operation, canonical && short(canonical))];
}

function canonicalRoute(operation: ServedOperation, text = operation.canonical): Route[] {
  return text ? [otherRoute(operation, text)] : [];
}

function otherRoute(operation: ServedOperation, text: string): Route {
  const { method, path } = otherPlace(operation, text);
  return route(operation, path, method);
}

function route(operation: ServedOperation, path: string, method = operation.method): Route {
  const { server, api } = operation;
  // Operations with a host of their own stand at the root of that host.
  const prefix = new URL(server ?? productionBase + places[api].path).pathname.replace(/\/$/, '');
  return { method, template: prefix + path, operation };
}
