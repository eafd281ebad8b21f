// What to make up of a schema: a generator picks any of the allowed types, and half of a salon would be null.

import type { JsonSchema } from '../contract.ts';

/** Leads to the schema behind a reference. */
export type LookUp = (reference: string) => JsonSchema;

/** Lists are short, but not empty; those inside of others have one item. */
const LONGEST = 3;

/** How often a schema may be inside itself: a category has categories, and those have none. */
const NESTING = 2;

/** A copy without references that allows less, and nothing that the schema does not allow. */
export function planOf(schema: JsonSchema, lookUp: LookUp): JsonSchema {
  return plan(schema, [], lookUp) ?? {};
}

/** `undefined` for a schema that is too deep inside itself. */
function plan(raw: JsonSchema, outer: readonly JsonSchema[], lookUp: LookUp): JsonSchema | undefined {
  const schema = typeof raw.$ref === 'string' ? lookUp(raw.$ref) : raw;
  if (schema['x-sample']) return schema['x-sample'] as JsonSchema;
  if (outer.filter((each) => each === schema).length >= NESTING) return undefined;
  const inside = [...outer, schema];
  const inner = (each: JsonSchema) => plan(each, inside, lookUp);
  const { 'x-sample': _, ...copy } = schema;
  for (const union of ['allOf', 'anyOf', 'oneOf'] as const) {
    const branches = schema[union] as JsonSchema[] | undefined;
    if (branches) copy[union] = planUnion(branches.map(inner), union === 'allOf');
  }
  if (Array.isArray(schema.type)) copy.type = preferred(schema, schema.type as string[]);
  if (Array.isArray(schema.enum) && schema.enum.length > 1)
    copy.enum = schema.enum.filter((each) => each !== null);
  if (copy.type === 'array') return planList(copy, inner, outer.some(isList) ? 1 : LONGEST);
  if (copy.type === 'object' || copy.properties) planObject(copy, inner);
  return copy;
}

function planUnion(branches: (JsonSchema | undefined)[], all: boolean): JsonSchema[] {
  const planned = branches.filter((each) => each !== undefined);
  const telling = planned.filter((each) => each.type !== 'null' && each.maxItems !== 0);
  return all || telling.length === 0 ? planned : telling;
}

/** The first type that holds something. */
function preferred({ properties }: JsonSchema, types: string[]): string {
  if (properties && types.includes('object')) return 'object';
  return types.find((type) => type !== 'null') ?? 'null';
}

type Inner = (schema: JsonSchema) => JsonSchema | undefined;

function isList({ type }: JsonSchema): boolean {
  return [type].flat().includes('array');
}

function planList(copy: JsonSchema, inner: Inner, longest: number): JsonSchema {
  const items = copy.items as JsonSchema | undefined;
  const planned = items && Object.keys(items).length > 0 ? inner(items) : undefined;
  const { minItems = planned ? 1 : 0, maxItems = longest } = copy as { minItems?: number; maxItems?: number };
  // Of a list of anything nothing believable can be made.
  if (!planned) return { ...copy, items: {}, minItems, maxItems: minItems };
  const least = Math.min(minItems, maxItems);
  return { ...copy, items: planned, minItems: least, maxItems: Math.max(least, Math.min(maxItems, longest)) };
}

function planObject(copy: JsonSchema, inner: Inner): void {
  const entries = Object.entries((copy.properties as Record<string, JsonSchema> | undefined) ?? {});
  const properties = entries.flatMap(([name, each]) => {
    const planned = typeof each === 'object' ? inner(each) : each;
    return planned === undefined ? [] : [[name, planned] as const];
  });
  const { additionalProperties: more } = copy;
  // A map of this API has ids as its keys.
  const value = properties.length === 0 && typeof more === 'object' ? inner(more as JsonSchema) : undefined;
  copy.properties = Object.fromEntries(value ? [['1', value]] : properties);
  if (copy.minProperties === undefined || value) copy.additionalProperties = false;
}
