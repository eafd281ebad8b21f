// Makes up a value of a schema, by json-schema-faker; the `x-sample` of a field says what is believable there.

import type { JsonSchema } from '../contract.ts';
import { createRandom } from '../random.ts';
import { type LookUp, planOf } from './plan.ts';
import type { Faker } from './prism.ts';

interface MakeUpOptions {
  /** Gives the same value every time; without one it is another each time. */
  seed?: string | undefined;
  /** Needed where the schema has references. */
  lookUp?: LookUp;
}

/** Makes values that their schemas accept: every field there, lists short, nulls and empty lists only where nothing else may be. */
export function makerWith(faker: Faker): (schema: JsonSchema, options?: MakeUpOptions) => unknown {
  return (schema, { seed, lookUp = noReferences } = {}) => {
    faker.option({
      random: seed === undefined ? Math.random : createRandom(seed),
      alwaysFakeOptionals: true,
      failOnInvalidTypes: false,
      failOnInvalidFormat: false,
    });
    return faker.generate(planOf(schema, lookUp) as never);
  };
}

function noReferences(reference: string): never {
  throw new Error(`Nothing is known of ${reference}`);
}
