// What the fake knows of the contract: the only place that reads generated/<api>.fake.ts.
import { contract as booking } from '../../generated/booking.fake.ts';
import { contract as developers } from '../../generated/developers.fake.ts';
import { contract as v1 } from '../../generated/v1.fake.ts';
import { contract as v2 } from '../../generated/v2.fake.ts';
import type { ApiName } from '../request/base-url.ts';

/** A JSON Schema, of which the contracts use a part (see fake/schema.ts). */
export type JsonSchema = { [keyword: string]: unknown };

/** A parameter of a path or query: where it stands, its name, whether it is required, and what it may be. */
export type Parameter = readonly [place: string, name: string, required: 0 | 1, schema: JsonSchema];

/** What one operation takes and returns. */
export interface FakeOperation {
  /** What it does with the salon: the name of a handler. Others respond with the samples of the contract. */
  does?: string;
  parameters?: Parameter[];
  body?: JsonSchema;
  bodyRequired?: true;
  /** By status: names of samples (none: no body), or the media type of a document. */
  responses?: Record<string, string[] | { type: string }>;
}

/** One API. */
export interface FakeContract {
  operations: Record<string, FakeOperation>;
  /** The schemas that operations refer to. */
  schemas: Record<string, JsonSchema>;
  /** Bodies of responses. */
  samples: Record<string, unknown>;
}

const texts: Record<ApiName, () => string> = { v1, v2, booking, developers };

const parsed = new Map<ApiName, FakeContract>();

/** Parsed when an API is first used, once in a process; whoever reads it changes nothing. */
export function contractOf(api: ApiName): FakeContract {
  let contract = parsed.get(api);
  if (!contract) {
    contract = JSON.parse(texts[api]()) as FakeContract;
    parsed.set(api, contract);
  }
  return contract;
}
