// Makes up a value of a schema, by json-schema-faker; the `x-sample` of a field says what is believable there.
import { JSONSchemaFaker } from 'json-schema-faker';
import { type JsonSchema, type LookUp, planOf } from './plan.ts';

export interface MakeUpOptions {
  /** Gives the same value every time; without one it is another each time. */
  seed?: string | undefined;
  /** Needed where the schema has references. */
  lookUp?: LookUp;
}

/** A value that the schema accepts: every field there, lists short, nulls and empty lists only where nothing else may be. */
export function makeUp(schema: JsonSchema, { seed, lookUp = noReferences }: MakeUpOptions = {}): unknown {
  JSONSchemaFaker.option({
    random: seed === undefined ? Math.random : sequence(seed),
    alwaysFakeOptionals: true,
    failOnInvalidTypes: false,
    failOnInvalidFormat: false,
  });
  return JSONSchemaFaker.generate(planOf(schema, lookUp) as never);
}

function noReferences(reference: string): never {
  throw new Error(`Nothing is known of ${reference}`);
}

/** Numbers from 0 to 1 that a text decides: its FNV-1a hash, then mulberry32. */
function sequence(text: string): () => number {
  let state = 0x811c9dc5;
  for (const unit of text) state = Math.imul(state ^ unit.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
