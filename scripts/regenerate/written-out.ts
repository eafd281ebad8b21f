// Shared schemas that an edition wrote out in the operations that used them: corrections of them follow.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sources } from '../contract/contract.ts';
import { jsonPath, operationTarget } from '../contract/target.ts';
import type { ApiInfo } from '../openapi/apis.ts';
import {
  isObject,
  isReference,
  type Keys,
  type OpenApi,
  pointerTo,
  referencesFrom,
  valueAt,
} from '../openapi/document.ts';
import { eachOperation } from '../openapi/operations.ts';

/** A schema that stood in components, and where it stands now. */
interface WrittenOut {
  schema: string;
  operations: string[];
  /** The way from each of the operations to it. */
  inside: Keys;
}

/** What followed, for the report. */
export type Followed = Pick<WrittenOut, 'schema' | 'operations'> & { file: string };

/** Gives corrections and evidence of such schemas the place of today; changes the files below `root`. */
export async function followSchemas(
  root: string,
  { vendor }: ApiInfo,
  before: OpenApi,
  { snapshot, written }: Sources,
): Promise<Followed[]> {
  const followed: Followed[] = [];
  const moved = writtenOut(before, snapshot);
  const evidence = `openapi/evidence/${vendor}.yaml`;
  for (const file of [...written.map((each) => each.file), evidence, 'openapi/evidence/ledger.yaml']) {
    const text = await readFile(join(root, file), 'utf8').catch(() => '');
    let result = text;
    for (const { schema, operations, inside } of moved) {
      const next = withPlace(result, { schema, operations, inside }, vendor);
      if (next !== result) followed.push({ file, schema, operations });
      result = next;
    }
    if (result !== text) await writeFile(join(root, file), result);
  }
  return followed;
}

/** The text of an overlay, of evidence or of the ledger, with the place of today. */
function withPlace(text: string, { schema, operations, inside }: WrittenOut, vendor: string): string {
  const target = targetOf(operations, inside);
  const overlay = text.replaceAll(
    new RegExp(`^( *- target: )\\$\\.components\\.schemas\\.${schema}(?=[.[])`, 'gm'),
    (_, start: string) => start + target,
  );
  // An address names one operation.
  if (operations.length > 1) return overlay;
  const address = `${operations[0]}#${pointerTo(...inside.map((key) => (key === 'application/json' ? '*/*' : key))).slice(1)}`;
  const start = `^(- at: |- api: ${vendor}\\n  at: )/components/schemas/${schema}(?=[/\\n])`;
  return overlay.replaceAll(new RegExp(start, 'gm'), (_, found: string) => found + address);
}

function targetOf(operations: readonly string[], inside: Keys): string {
  const one = operationTarget({ operationId: '' });
  const filter = operations.map((id) => `@.operationId=='${id}'`).join(' || ');
  // The corrections that follow a pattern give every body a media type.
  const keys = inside.map((key) => (key === '*/*' ? 'application/json' : key));
  return one.replace("@.operationId==''", filter) + jsonPath(...keys).slice(1);
}

/** The schemas that nothing refers to any more, where each operation that did has one written out in its place. */
export function writtenOut(before: OpenApi, after: OpenApi): WrittenOut[] {
  const [was, is] = [before, after].map((doc) => referencesFrom(doc, [doc.paths, doc.webhooks]));
  const lost = [...was!].filter(
    (reference) => reference.startsWith('#/components/schemas/') && !is!.has(reference),
  );
  return lost.flatMap((reference) => {
    const places = eachOperation(before).flatMap(({ operation }) =>
      placesOf(operation, reference).map((inside) => ({ id: operation.operationId, inside })),
    );
    const [first] = places;
    const isWrittenOut = places.every(
      ({ id, inside }) => inside.join() === first?.inside.join() && hasSchema(after, id, inside),
    );
    if (!first || !isWrittenOut) return [];
    const operations = places.map(({ id }) => id).sort();
    return [{ schema: reference.split('/').at(-1)!, operations, inside: first.inside }];
  });
}

/** Where a part of a description refers to a schema. */
function placesOf(value: unknown, reference: string): Keys[] {
  if (isReference(value)) return value.$ref === reference ? [[]] : [];
  if (!isObject(value) && !Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    placesOf(each, reference).map((keys) => [Array.isArray(value) ? Number(key) : key, ...keys]),
  );
}

function hasSchema(doc: OpenApi, id: string, inside: Keys): boolean {
  const found = eachOperation(doc).find(({ operation }) => operation.operationId === id);
  const schema = found && valueAt(found.operation, inside);
  return isObject(schema) && !isReference(schema);
}
