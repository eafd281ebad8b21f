// Finds the operation behind a method and a path. The most literal template goes first: `/a/search` before `/a/{id}`.
import type { Route, ServedOperation } from './apis.ts';

/** What a path leads to. */
export type Found =
  | { is: 'operation'; operation: ServedOperation; path: Record<string, string>; template: string }
  /** There is something under this path, but not by this method. */
  | { is: 'other-method'; methods: string[] }
  | { is: 'nothing' }
  /** A malformed escape, such as `%E0%A4%A`. */
  | { is: 'malformed' };

interface Node {
  literals: Map<string, Node>;
  parameter?: Node;
  /** By method, with the names of the parameters on the way here. */
  routes: Map<string, { operation: ServedOperation; names: string[]; template: string }>;
}

/** Makes a router of these routes; of two that are alike the first counts. */
export function createRouter(routes: readonly Route[]): (method: string, pathname: string) => Found {
  const root = node();
  for (const each of routes) add(root, each);
  return (method, pathname) => {
    const parts = decoded(pathname);
    if (!parts) return { is: 'malformed' };
    const methods = new Set<string>();
    return find(root, parts, 0, method, methods) ?? none(methods);
  };
}

function none(methods: Set<string>): Found {
  return methods.size > 0 ? { is: 'other-method', methods: [...methods] } : { is: 'nothing' };
}

function node(): Node {
  return { literals: new Map(), routes: new Map() };
}

function add(root: Node, { method, template, operation }: Route): void {
  let place = root;
  const names: string[] = [];
  for (const part of template.split('/').filter(Boolean)) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      const next = place.literals.get(part) ?? node();
      place.literals.set(part, next);
      place = next;
    } else {
      names.push(name);
      place.parameter ??= node();
      place = place.parameter;
    }
  }
  if (!place.routes.has(method)) place.routes.set(method, { operation, names, template });
}

function find(
  place: Node,
  parts: readonly string[],
  at: number,
  method: string,
  methods: Set<string>,
  values: readonly string[] = [],
): Found | undefined {
  if (at === parts.length) {
    const route = place.routes.get(method);
    if (route) {
      const path = Object.fromEntries(route.names.map((name, index) => [name, values[index]!]));
      return { is: 'operation', operation: route.operation, path, template: route.template };
    }
    for (const each of place.routes.keys()) methods.add(each);
    return undefined;
  }
  const part = parts[at]!;
  const literal = place.literals.get(part);
  const found = literal && find(literal, parts, at + 1, method, methods, values);
  if (found || !place.parameter) return found;
  return find(place.parameter, parts, at + 1, method, methods, [...values, part]);
}

function decoded(pathname: string): string[] | undefined {
  const parts = pathname.split('/').filter(Boolean);
  if (!pathname.includes('%')) return parts;
  try {
    return parts.map((part) => decodeURIComponent(part));
  } catch {
    return undefined;
  }
}
