// What the command shows of operations: the only place that reads generated/<api>.catalog.ts.
import { catalog as booking } from '../../../generated/booking.catalog.ts';
import { catalog as developers } from '../../../generated/developers.catalog.ts';
import { catalog as v1 } from '../../../generated/v1.catalog.ts';
import { catalog as v2 } from '../../../generated/v2.catalog.ts';
import type { ApiName } from '../../index.ts';

/** A parameter or a field of a body; `client.name` and `services[].id` are fields of fields. */
export type Field = readonly [name: string, required: 0 | 1, type: string, text?: string];

/** What `doctor` calls an operation for: to prove the partner token, the user token, or to read what the user may do. */
export interface DoctorCall {
  proves: 'partner' | 'user' | 'rights';
  query?: Record<string, string | number>;
}

/** What the descriptions say about one operation, besides what the operation table holds. */
export interface Described {
  summary: string;
  tag: string;
  /** The vendor's page. */
  page: string;
  /** Which rights the caller needs, in the description's words. */
  rights?: string;
  /** The operation that replaces it, or `true` where none is named. */
  deprecated?: string | true;
  path?: Field[];
  query?: Field[];
  body?: Field[];
  doctor?: DoctorCall;
}

/** The operations of one API, by operationId. */
export type Catalog = Record<string, Described>;

/** An API that the command does not call is not among them. */
const texts: Partial<Record<ApiName, () => string>> = { v1, v2, booking, developers };

const parsed = new Map<ApiName, Catalog>();

/** Parsed when an API is first shown. */
export function catalogOf(api: ApiName): Catalog {
  let catalog = parsed.get(api);
  if (!catalog) {
    catalog = JSON.parse(texts[api]!()) as Catalog;
    parsed.set(api, catalog);
  }
  return catalog;
}
