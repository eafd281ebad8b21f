// Business Management v2 (JSON:API): services, products, team members, appointments, events, tags.
import type { V2Operations } from '../generated/v2.client.ts';
import { operations } from '../generated/v2.operations.ts';
import type { paths } from '../generated/v2.ts';
import type { Api, ClientMembers } from './client/client.ts';

export type * from '../generated/v2.client.ts';

export type { components, operations, paths } from '../generated/v2.ts';

/** A client of Business Management v2: by operationId, by path, and for undocumented endpoints. */
export interface V2Client extends V2Operations, ClientMembers<V2Client, paths> {}

/** Business Management v2, for `createClient`. */
export const v2: Api<V2Client> = { name: 'v2', operations };
