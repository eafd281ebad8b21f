// Finds the GET that shows what a write has done, so that an error of unknown outcome can name it.
import { type Body, type OpenApi, resolve, type Schema } from '../openapi/document.ts';
import { type OperationEntry, otherPathsOf } from '../openapi/operations.ts';

/**
 * For a write: the GET of the same path; else, for `…/{id}`, the GET without that parameter; else, for `…/verb`,
 * the GET of the parent if it answers a list. A GET that changes something is none; the canonical paths count too,
 * and a deprecated GET gives way to its replacement.
 */
export function readBackFinder(
  entries: readonly OperationEntry[],
  doc: OpenApi,
): (entry: OperationEntry) => OperationEntry | undefined {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const reads = new Map<string, OperationEntry>();
  for (const entry of entries) {
    if (entry.method !== 'GET' || isWrite(entry)) continue;
    for (const shape of shapesOf(entry)) {
      if (reads.get(shape)?.operation.deprecated ?? true) reads.set(shape, entry);
    }
  }
  const find = (entry: OperationEntry): OperationEntry | undefined => {
    const shapes = shapesOf(entry);
    const same = shapes.find((shape) => reads.has(shape));
    if (same !== undefined) return reads.get(same);
    return shapes
      .map((shape) => ({ shape, parent: reads.get(shape.replace(/\/[^/]+$/, '')) }))
      .find(({ shape, parent }) => parent && (shape.endsWith('/{}') || answersList(doc, parent)))?.parent;
  };
  return (entry) => {
    const read = isWrite(entry) ? find(entry) : undefined;
    const replacement = read?.operation['x-altegio-replaced-by']?.split('.').at(-1);
    return (replacement !== undefined && byId.get(replacement)) || read;
  };
}

function isWrite({ method, operation }: OperationEntry): boolean {
  return !(operation['x-altegio-safe'] ?? method === 'GET');
}

/** Names of parameters do not matter: `/a/{id}` and `/a/{a_id}` are one place. */
function shapesOf(entry: OperationEntry): string[] {
  const paths = [entry.path, otherPathsOf(entry).canonical].filter((path) => path !== undefined);
  return paths.map((path) => path.replace(/\{[^}]*\}/g, '{}'));
}

function answersList(doc: OpenApi, { operation }: OperationEntry): boolean {
  if (operation['x-altegio-paging']) return true;
  const success = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'));
  const content = success && resolve<Body>(doc, success[1]).content;
  const schema = Object.values(content ?? {})[0]?.schema;
  return isList(doc, schema) || isList(doc, propertyOf(doc, schema, 'data'));
}

function isList(doc: OpenApi, schema: Schema | undefined): boolean {
  return schema !== undefined && [resolve<Schema>(doc, schema).type].flat().includes('array');
}

function propertyOf(doc: OpenApi, schema: Schema | undefined, name: string): Schema | undefined {
  if (!schema) return undefined;
  const { properties, allOf = [] } = resolve<Schema>(doc, schema);
  return properties?.[name] ?? allOf.map((each) => propertyOf(doc, each, name)).find(Boolean);
}
