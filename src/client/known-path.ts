// Finds the operation behind a method and a path template, or says which path was probably meant.
import { AltegioConfigError } from '../errors/errors.ts';
import { type Operation, undescribed } from '../operations/operation.ts';
import type { Table } from '../operations/table.ts';
import { distance, nearest } from '../util/distance.ts';

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
  const { canonical, optional, security, server } = described;
  return {
    ...undescribed(method, described.path),
    canonical,
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
  const near = nearest(candidates, (each) => distance(parts(path), parts(each), unlike, 0.6)) ?? '';
  const isFilled = near.includes('{') && !path.includes('{');
  const where = isFilled ? ', with the values of its parameters in params: { path: { … } }' : '';
  return new AltegioConfigError(
    `${method} ${path} was not sent: there is no such path. The nearest one is ${near}${where}. ` +
      'An undocumented endpoint is called by request(method, path, …) of the client itself.',
    { method, path },
  );
}

const parts = (path: string): string[] => String(path).split('/').filter(Boolean);

/** How unlike two segments are, from 0 to 1; a parameter may stand for any value. */
function unlike(given: string, known: string): number {
  if (given === known) return 0;
  if (known.startsWith('{')) return given.startsWith('{') ? 0.2 : 0.5;
  return distance([...given], [...known], () => 1) / Math.max(given.length, known.length);
}
