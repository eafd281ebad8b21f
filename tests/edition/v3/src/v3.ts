// Business Management v3: appointments, positions.
import type { V3Operations } from '../generated/v3.client.ts';
import { operations } from '../generated/v3.operations.ts';
import type { paths } from '../generated/v3.ts';
import type { Api, ClientMembers } from './client/client.ts';
import { cursor } from './pagination/cursor.ts';

export type * from '../generated/v3.client.ts';

/** A client of Business Management v3. */
export interface V3Client extends V3Operations, ClientMembers<V3Client, paths> {}

const headers = { accept: 'application/json' };
/** Business Management v3, for `createClient`. */
export const v3: Api<V3Client> = { name: 'v3', operations, strategies: { cursor }, headers };
