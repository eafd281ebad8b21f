// Finds the GET that shows what a write has done, so that an error of unknown outcome can name it.
import { type OpenApi, resolve, type Schema } from '../openapi/document.ts';
import { isRead, type OperationEntry, otherPathsOf, successesOf } from '../openapi/operations.ts';
import { propertyOf } from '../openapi/schemas.ts';

/**
 * Names, for a write, the GET of the same path; else, for `…/{id}`, the GET without that parameter; else, for `…/verb`,
 * the GET of the parent if it returns a list. A GET that changes something is none; the canonical paths count too. A
 * deprecated GET gives way to its replacement, which is named with its API where that is another one (`v2.get_event`).
 * What an overlay names in `x-altegio-read-back` goes before all of these.
 */
export function readBackFinder(
  entries: readonly OperationEntry[],
  doc: OpenApi,
  api: string,
): (entry: OperationEntry) => string | undefined {
  const reads = new Map<string, OperationEntry>();
  for (const entry of entries) {
    if (entry.method !== 'GET' || !isRead(entry)) continue;
    for (const shape of shapesOf(entry)) {
      if (reads.get(shape)?.operation.deprecated ?? true) reads.set(shape, entry);
    }
  }
  return (entry) => {
    if (isRead(entry)) return undefined;
    const named = entry.operation['x-altegio-read-back'];
    if (named) return named.startsWith(`${api}.`) ? named.slice(api.length + 1) : named;
    const shapes = shapesOf(entry);
    const same = shapes.map((shape) => reads.get(shape));
    const parents = shapes.map((shape) => {
      const parent = reads.get(shape.replace(/\/[^/]+$/, ''));
      return parent && (shape.endsWith('/{}') || returnsList(doc, parent)) ? parent : undefined;
    });
    return [...same, ...parents].map((read) => read && advisable(read, api)).find(Boolean);
  };
}

/** The name of a read, or of what has replaced it. */
function advisable({ id, operation }: OperationEntry, api: string): string | undefined {
  const replacement = operation['x-altegio-replaced-by'];
  if (replacement?.startsWith(`${api}.`)) return replacement.slice(api.length + 1);
  return replacement ?? (operation.deprecated ? undefined : id);
}

/** Names of parameters do not matter: `/a/{id}` and `/a/{a_id}` are one place. */
function shapesOf(entry: OperationEntry): string[] {
  const paths = [entry.path, otherPathsOf(entry).canonical?.path].filter((path) => path !== undefined);
  return paths.map((path) => path.replace(/\{[^}]*\}/g, '{}'));
}

function returnsList(doc: OpenApi, { operation }: OperationEntry): boolean {
  if (operation['x-altegio-paging']) return true;
  const [success] = successesOf(doc, operation);
  const schema = Object.values(success?.body.content ?? {})[0]?.schema;
  if (schema === undefined) return false;
  return isList(doc, schema) || isList(doc, propertyOf(doc, schema, 'data')?.schema);
}

function isList(doc: OpenApi, schema: Schema | undefined): boolean {
  return schema !== undefined && [resolve<Schema>(doc, schema).type].flat().includes('array');
}
