// What the mock serves: the operations of all four APIs, each under the paths that it has below the mock's origin.

import { join } from 'node:path';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { operations as booking } from '../../../generated/booking.operations.ts';
import { operations as developers } from '../../../generated/developers.operations.ts';
import { operations as v1 } from '../../../generated/v1.operations.ts';
import { operations as v2 } from '../../../generated/v2.operations.ts';
import type { Paging } from '../../operations/operation.ts';
import { indexTable } from '../../operations/table.ts';

export type MockOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

const generated = join(import.meta.dirname, '../../../generated');

const prefixes = { v1: '/api/v1', v2: '/api/v2', booking: '/api/v1', developers: '/api/v1' };

const tables = { v1, v2, booking, developers };

export interface Served {
  /** All operations, as Prism wants them. One that is known by several paths is there once per path. */
  operations: MockOperation[];
  /** Of the paged ones, by method and path. */
  pagings: Map<string, Paging>;
  /** How many operations there are, each counted once. */
  count: number;
}

let served: Promise<Served> | undefined;

/** Read once in a process, which takes seconds; whoever serves them changes none. */
export function mockOperations(): Promise<Served> {
  served ??= readOperations();
  return served;
}

async function readOperations(): Promise<Served> {
  const operations: MockOperation[] = [];
  const pagings = new Map<string, Paging>();
  let count = 0;
  for (const api of ['v1', 'v2', 'booking', 'developers'] as const) {
    const { byId } = indexTable(tables[api]());
    for (const served of await getHttpOperationsFromSpec(join(generated, `${api}.mock.json`))) {
      // The mock view itself adds an operation's shorter path, without an operationId.
      const operation = byId.get(served.iid ?? '');
      // Operations with a host of their own stand at the root of that host.
      const server = operation?.server;
      const prefix = server ? new URL(server).pathname.replace(/\/$/, '') : prefixes[api];
      const others = operation ? [operation.canonical, ...operation.aliases] : [];
      for (const path of [served.path, ...others.filter((other) => other !== undefined)]) {
        operations.push({ ...served, path: prefix + path });
        if (operation?.paging) pagings.set(`${served.method} ${prefix}${path}`, operation.paging);
      }
      if (operation) count++;
    }
  }
  return { operations, pagings, count };
}
