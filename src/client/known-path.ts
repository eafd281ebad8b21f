// Finds the operation behind a method and a path template, or says which path was probably meant.
import { AltegioConfigError } from '../errors/errors.ts';
import { type Operation, undescribed } from '../operations/operation.ts';
import type { Table } from '../operations/table.ts';
import { kind } from '../request/values.ts';
import { nearest } from '../util/distance.ts';

/** Throws for a method or path that is no text. */
export function checkTarget(method: unknown, path: unknown): void {
  for (const [name, value] of Object.entries({ method, path })) {
    if (typeof value === 'string') continue;
    throw new AltegioConfigError(
      `The call was not sent: its ${name} must be text, as in 'GET' and '/path/{id}', not ${kind(value)}.`,
    );
  }
}

/**
 * The operation of a path that a caller wrote. HEAD and OPTIONS, which no description names, are taken for every path
 * that it does name. Throws `AltegioConfigError` for any other, with the nearest path.
 */
export function operationAt({ byPath }: Table, method: string, path: string): Operation {
  const own = byPath.get(`${method} ${path}`);
  if (own) return own;
  const paths = [...byPath.keys()].map((key) => key.split(' ') as [method: string, path: string]);
  const methods = paths.filter(([, known]) => known === path).map(([each]) => each);
  if (methods.length === 0) throw notFound(method, path, paths);
  if (method !== 'HEAD' && method !== 'OPTIONS') {
    throw new AltegioConfigError(
      `${method} ${path} was not sent: this path has ${methods.sort().join(', ')} only.`,
      { method, path },
    );
  }
  const described = byPath.get(`${methods.includes('GET') ? 'GET' : methods[0]} ${path}`)!;
  const { canonical, aliases, optional, security, server } = described;
  return {
    ...undescribed(method, described.path),
    canonical,
    aliases,
    optional,
    security,
    server,
    body: 'none',
    safe: true,
  };
}

function notFound(method: string, path: string, known: [method: string, path: string][]): AltegioConfigError {
  const same = known.filter(([each]) => each === method);
  const candidates = (same.length > 0 ? same : known).map(([, path]) => path);
  const near = nearest(path, candidates, shapeOf) ?? '';
  const isFilled = near.includes('{') && !path.includes('{');
  const where = isFilled ? ', with the values of its parameters in params: { path: { … } }' : '';
  return new AltegioConfigError(
    `${method} ${path} was not sent: there is no such path. The nearest one is ${near}${where}. ` +
      'An undocumented endpoint is called by request(method, path, …) of the client itself.',
    { method, path },
  );
}

/** A path in which all parameters are alike, and numbers, which may be values of theirs. */
function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*\}|\b\d+\b/g, '{}');
}
