// Finds the operation behind the path of an undocumented call: by its template, or by a path that was filled in already.
import { type Operation, undescribed } from './operation.ts';
import type { Table } from './table.ts';

/**
 * The operation that a method and path stand for. A filled path is called as it was written, with what protects the
 * call (whether it only reads, its tokens, its host, how to read it back); what would refuse or reinterpret arguments
 * is left open, since an undocumented endpoint may only look like a described one.
 */
export function findOperation({ byPath }: Table, method: string, path: string): Operation {
  const own = undescribed(method, path);
  const known = byPath.get(`${method} ${path}`);
  if (known) return known;
  // A HEAD reaches the handler of the GET.
  const found = match(byPath, method === 'HEAD' ? 'GET' : method, path);
  if (!found) return own;
  const { id, security, safe, server, readBack, commaQuery, mediaType, keyHeader } = found;
  const body = found.body === 'multipart' ? found.body : own.body;
  return { ...own, id, security, safe, server, readBack, commaQuery, mediaType, keyHeader, body };
}

/** The most literal template that fits: `/a/search` goes before `/a/{id}`. */
function match(byPath: Table['byPath'], method: string, path: string): Operation | undefined {
  const parts = segments(path);
  let best: Operation | undefined;
  let most = -1;
  for (const [key, operation] of byPath) {
    if (!key.startsWith(`${method} `)) continue;
    const template = segments(key.slice(method.length + 1));
    // An optional parameter may be left out, with its segment.
    const least = template.length - operation.optional.length;
    if (parts.length > template.length || parts.length < least) continue;
    const literal = template.filter((part, index) => part === parts[index]).length;
    const fits = parts.every((part, index) => isParameter(template[index]!) || part === template[index]);
    if (!fits || literal <= most) continue;
    best = operation;
    most = literal;
  }
  return best;
}

function isParameter(part: string): boolean {
  return /\{.+\}/.test(part);
}

/** As a server reads them: decoded, whatever the case, without empty ones. */
function segments(path: string): string[] {
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => decoded(part).toLowerCase());
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
