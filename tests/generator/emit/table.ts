// The emitted table of a tiny description, as the runtime gets it.
import { runInNewContext } from 'node:vm';
import { emitOperations } from '../../../scripts/emit/operation-table.ts';
import type { OpenApi } from '../../../scripts/openapi/document.ts';

/** All entries, in their order. */
export function tableOf(doc: OpenApi): [id: string, entry: unknown][] {
  const [, body] = emitOperations(doc, 'tiny').split('(): OperationTable ');
  return Object.entries(runInNewContext(`(() => ${body})()`) as object);
}

/** What the table says of the only operation. */
export const entryOf = (doc: OpenApi): unknown => tableOf(doc)[0]![1];
