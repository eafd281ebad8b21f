// Where a schema says what: its alternatives, references followed, each with the parts that it is put together of.
import { type Keys, type OpenApi, type Schema, valueAt } from '../../openapi/document.ts';
import { landing } from './fit.ts';

/** One way to satisfy a schema: the places of the schemas that hold together. */
type Alternative = Keys[];

/** The alternatives of the schema at these keys; none where there is no schema. */
function alternativesAt(doc: OpenApi, at: Keys): Alternative[] {
  const here = landing(doc, at);
  const schema = valueAt(doc, here) as Schema | undefined;
  if (!schema) return [];
  const branches = (['anyOf', 'oneOf'] as const).flatMap((keyword) =>
    (schema[keyword] ?? []).flatMap((_, index) => alternativesAt(doc, [...here, keyword, index])),
  );
  if (branches.length > 0) return schema.properties ? branches.map((branch) => [here, ...branch]) : branches;
  const parts = (schema.allOf ?? []).flatMap(
    (_, index) => alternativesAt(doc, [...here, 'allOf', index])[0] ?? [],
  );
  return [[here, ...parts]];
}

/** Those that describe an object. */
export function objectsAt(doc: OpenApi, at: Keys): Alternative[] {
  return alternativesAt(doc, at).filter((parts) => parts.some((part) => isObjectSchema(doc, part)));
}

/** The lists among them that may hold something. */
export function listsAt(doc: OpenApi, at: Keys): Keys[] {
  return alternativesAt(doc, at)
    .flat()
    .filter((part) => (valueAt(doc, part) as Schema).items !== undefined);
}

/** The JSON types that the schema declares, `[]` for a list that must be empty; none where it leaves them open. */
export function typesAt(doc: OpenApi, at: Keys): string[] {
  const types = alternativesAt(doc, at)
    .flat()
    .flatMap((part) => typesOfSchema(valueAt(doc, part) as Schema));
  return [...new Set(types)];
}

/** Where a field is declared, by each alternative that knows it. */
export function fieldPlaces(doc: OpenApi, objects: readonly Alternative[], name: string): Keys[] {
  return objects.flat().flatMap((part) => {
    const { properties } = valueAt(doc, part) as Schema;
    return properties && Object.hasOwn(properties, name) ? [[...part, 'properties', name]] : [];
  });
}

function typesOfSchema({ type, properties, maxItems, enum: values, const: value }: Schema): string[] {
  if (type) return [type].flat().map((each) => (each === 'array' && maxItems === 0 ? '[]' : each));
  if (properties) return ['object'];
  if (Array.isArray(values)) return values.map(typeOfValue);
  return value === undefined ? [] : [typeOfValue(value)];
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function isObjectSchema(doc: OpenApi, at: Keys): boolean {
  return typesOfSchema(valueAt(doc, at) as Schema).includes('object');
}
