// What a schema expects of a value, in a few words that stand in a report.
import { isObject, type Schema } from '../../openapi/document.ts';

/** What is wrong, as `src/validation` reports it; `choice` stands for all that alternatives had to say. */
export type Kind = 'type' | 'missing' | 'value' | 'undeclared' | 'code' | 'choice';

/** The kind and the words for a keyword that a value breaks; `missing` names the field that is not there. */
export function expectation(schema: Schema, keyword: string, missing?: string): [Kind, string] {
  const value = schema[keyword];
  switch (keyword) {
    case 'required':
      return ['missing', typeText(schema.properties?.[missing!] ?? {})];
    case 'type':
      return ['type', typeText(schema)];
    case 'enum':
      return ['value', listed(value as unknown[])];
    case 'codes':
      return ['code', listed(value as unknown[])];
    case 'const':
      return ['value', JSON.stringify(value)];
    case 'anyOf':
    case 'oneOf':
      return ['choice', choiceText(value as Schema[])];
    case 'additionalProperties':
      return ['undeclared', 'no such field'];
    default:
      return ['value', limitText(keyword, value)];
  }
}

function typeText(schema: Schema): string {
  const { type, anyOf, oneOf } = schema;
  if (type) return [type].flat().join(' or ');
  if (typeof schema.shared === 'string') return 'object';
  return anyOf || oneOf ? [...new Set((anyOf ?? oneOf)!.map(typeText))].join(' or ') : 'any value';
}

function choiceText(schemas: readonly Schema[]): string {
  return `one of ${schemas.length} forms (${[...new Set(schemas.map(typeText))].join(' or ')})`;
}

function listed(values: readonly unknown[]): string {
  const shown = values.map((value) => JSON.stringify(value));
  const text = shown.slice(0, 12).join(', ');
  return values.length > 12 ? `one of ${values.length}: ${text}, …` : `one of ${text}`;
}

const limits: Record<string, (value: unknown) => string> = {
  minimum: (value) => `at least ${value}`,
  maximum: (value) => `at most ${value}`,
  multipleOf: (value) => `a multiple of ${value}`,
  minLength: (value) => `at least ${value} characters`,
  maxLength: (value) => `at most ${value} characters`,
  minItems: (value) => `at least ${value} items`,
  maxItems: (value) => (value === 0 ? 'no items' : `at most ${value} items`),
  maxProperties: (value) => (value === 0 ? 'no fields' : `at most ${value} fields`),
  not: () => 'nothing here',
  uniqueItems: () => 'no item twice',
  pattern: (value) => `text like ${value}`,
};

function limitText(keyword: string, value: unknown): string {
  const words = limits[keyword];
  if (!words) throw new Error(`No words for the keyword ${keyword}`);
  return words(value);
}

/** The schema that a pointer of ajv's leads to, less its last part, which is the keyword. */
export function parentOf(schema: Schema, pointer: string): Schema {
  const keys = pointer.split('/').slice(1, -1);
  let found: unknown = schema;
  for (const key of keys) {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) || Array.isArray(found) ? (found as Record<string, unknown>)[name] : undefined;
  }
  if (!isObject(found)) throw new Error(`${pointer} leads nowhere`);
  return found as Schema;
}
