// Clients of the made-up API that tiny.openapi.yaml describes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { emitOperations } from '../../../scripts/emit/operation-table.ts';
import type { OpenApi } from '../../../scripts/openapi/document.ts';
import { type Api, type ClientOptions, createClient } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { dateCursor } from '../../../src/pagination/date-cursor.ts';
import { type Loose, type LooseOperation, partner, type Reply, recorder, user } from '../recorder.ts';

/** The table that the generator makes of a description, as the runtime gets it. */
export function tableOf(description: OpenApi): OperationTable {
  const [, body] = emitOperations(description, 'tiny').split('(): OperationTable ');
  return new Function(`return (() => ${body})()`)() as OperationTable;
}

export const description = parse(
  readFileSync(join(import.meta.dirname, 'tiny.openapi.yaml'), 'utf8'),
) as OpenApi;

/** The same table, knowing nothing of queries: most tests are about other things, and name parameters as they like. */
function withOpenQueries(table: OperationTable): OperationTable {
  const rows = Object.entries(table).map(([id, [path, method, security, facts]]) => {
    return [id, [path, method, security, { ...facts, query: undefined }]] as const;
  });
  return Object.fromEntries(rows) as unknown as OperationTable;
}

export type TinyOperation =
  | (
      | 'get'
      | 'list'
      | 'create'
      | 'update'
      | 'remove'
      | 'search'
      | 'send'
      | 'file'
      | 'form'
      | 'clear'
      | 'note'
      | 'ask'
      | 'rows'
    )
  | ('plain' | 'keyless' | 'limited' | 'visits' | 'part' | 'old' | 'open' | 'elsewhere');

export type Tiny = Loose & Record<TinyOperation, LooseOperation>;

export const tinyApi: Api<Tiny> = {
  name: 'v1',
  operations: () => withOpenQueries(tableOf(description)),
  strategies: { 'date-cursor': dateCursor },
};

/** A client with both tokens and without a limiter. */
export function tiny(options: Partial<ClientOptions> = {}): Tiny {
  return createClient(tinyApi, { partnerToken: partner, userToken: user, limiter: false, ...options });
}

/** A client over a recording fetch, without a limiter and without retries. */
export function recorded(replies: Reply | Reply[] = [], options: Partial<ClientOptions> = {}) {
  const { fetch, sent } = recorder(...(Array.isArray(replies) ? replies : [replies]));
  return { client: tiny({ retry: 0, fetch, ...options }), sent };
}
