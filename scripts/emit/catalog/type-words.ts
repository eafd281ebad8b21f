// The type of a parameter or field in a few words, as a terminal shows it: `integer`, `date`, `array of string`, `1 | 2 | 3`.
import { type OpenApi, resolve, type Schema } from '../../openapi/document.ts';

/** Longer lists of values are cut. */
const mostValues = 8;

/** The words for a schema; `any` where nothing is known of it. */
export function typeWords(doc: OpenApi, raw: Schema | undefined): string {
  if (raw === undefined) return 'any';
  const schema = resolve<Schema>(doc, raw);
  const values = schema.enum ?? schema['x-altegio-values'];
  if (Array.isArray(values)) return valuesOf(values);
  const parts = schema.oneOf ?? schema.anyOf;
  if (parts) return [...new Set(parts.map((part) => typeWords(doc, part)))].join(' | ');
  if (schema.allOf) return objectOrFirst(doc, schema.allOf);
  const types = [schema.type ?? (schema.properties ? 'object' : 'any')].flat();
  return types.map((type) => wordOf(doc, type, schema)).join(' | ');
}

function wordOf(doc: OpenApi, type: string, schema: Schema): string {
  if (type === 'array') return `array of ${typeWords(doc, schema.items)}`;
  const isText = type === 'string' && typeof schema.format === 'string';
  return isText ? (schema.format as string) : type;
}

function valuesOf(values: readonly unknown[]): string {
  const shown = values.slice(0, mostValues).map((value) => JSON.stringify(value));
  return [...shown, ...(values.length > mostValues ? ['…'] : [])].join(' | ');
}

function objectOrFirst(doc: OpenApi, parts: readonly Schema[]): string {
  const words = parts.map((part) => typeWords(doc, part)).filter((word) => word !== 'any');
  return words.find((word) => word !== 'object') ?? 'object';
}
