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

/** One API: its operations by operationId, the schemas that they refer to, and bodies of responses. */
export interface FakeContract {
  operations: Record<string, FakeOperation>;
  schemas: Record<string, JsonSchema>;
  samples: Record<string, unknown>;
}

/** As they are generated: the JSON of each member. An API that the fake does not serve is not among them. */
const generated: Partial<Record<ApiName, () => Record<keyof FakeContract, Record<string, string>>>> = {
  v1,
  v2,
  booking,
  developers,
};

const contracts = new Map<ApiName, FakeContract>();

/** What is known of an API. Each part is parsed when it is first read, once in a process; whoever reads it changes nothing. */
export function contractOf(api: ApiName): FakeContract {
  let contract = contracts.get(api);
  if (!contract) {
    const { operations, schemas, samples } = generated[api]!();
    contract = { operations: parsed(operations), schemas: parsed(schemas), samples: parsed(samples) };
    contracts.set(api, contract);
  }
  return contract;
}

/** The values of these texts, under the same names. */
function parsed<Value>(texts: Record<string, string>): Record<string, Value> {
  const values = {} as Record<string, Value>;
  for (const name of Object.keys(texts)) {
    const get = () => {
      const value = JSON.parse(texts[name]!) as Value;
      Object.defineProperty(values, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(values, name, { get, enumerable: true, configurable: true });
  }
  return values;
}
