// Finds the operation behind a method and a path template, or says which path was probably meant.
import { AltegioConfigError } from '../errors/errors.ts';
import { type Operation, undescribed } from '../operations/operation.ts';
import type { Table } from '../operations/table.ts';

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
  const distances = candidates.map(
    (each) => [each, distance(parts(path), parts(each), unlike, 0.6)] as const,
  );
  const [nearest] = distances.reduce((a, b) => (b[1] < a[1] ? b : a), [
    '',
    Number.POSITIVE_INFINITY,
  ] as const);
  const isFilled = nearest.includes('{') && !path.includes('{');
  const where = isFilled ? ', with the values of its parameters in params: { path: { … } }' : '';
  return new AltegioConfigError(
    `${method} ${path} was not sent: there is no such path. The nearest one is ${nearest}${where}. ` +
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

/** The least that it costs to make one list of another: `step` for one more or less, `change` for another in its place. */
function distance<T>(from: readonly T[], to: readonly T[], change: (a: T, b: T) => number, step = 1): number {
  let row = to.map((_, index) => (index + 1) * step);
  from.forEach((a, done) => {
    let corner = done * step;
    let before = corner + step;
    row = row.map((above, index) => {
      const b = to[index]!;
      const cost = Math.min(above + step, before + step, corner + (a === b ? 0 : change(a, b)));
      corner = above;
      before = cost;
      return cost;
    });
  });
  return row.at(-1) ?? from.length * step;
}
