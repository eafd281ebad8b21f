// Developer Tools: marketplace, webhook settings, telephony, dictionaries.
import type { DevelopersOperations } from '../generated/developers.client.ts';
import { operations } from '../generated/developers.operations.ts';
import type { paths } from '../generated/developers.ts';
import type { Api, ClientMembers } from './client/client.ts';
import { fetchWithBody } from './transport/get-with-body.ts';

export type * from '../generated/developers.client.ts';

export type { components, operations, paths } from '../generated/developers.ts';

/** A client of Developer Tools: by operationId, by path, and for undocumented endpoints. */
export interface DevelopersClient extends DevelopersOperations, ClientMembers<DevelopersClient, paths> {}

/** Developer Tools, for `createClient`. */
export const developers: Api<DevelopersClient> = { name: 'developers', operations, fetchWithBody };
