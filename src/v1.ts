// Business Management v1: locations, clients, appointments, products, payments, loyalty, payroll.
import type { V1Operations } from '../generated/v1.client.ts';
import { operations } from '../generated/v1.operations.ts';
import type { paths } from '../generated/v1.ts';
import type { Api, ClientMembers } from './client/client.ts';
import { dateCursor } from './pagination/date-cursor.ts';

export type * from '../generated/v1.client.ts';

export type { components, operations, paths } from '../generated/v1.ts';

/** A client of Business Management v1: by operationId, by path, and for undocumented endpoints. */
export interface V1Client extends V1Operations, ClientMembers<V1Client, paths> {}

/** Business Management v1, for `createClient`. */
export const v1: Api<V1Client> = {
  name: 'v1',
  operations,
  strategies: { 'date-cursor': dateCursor },
};
