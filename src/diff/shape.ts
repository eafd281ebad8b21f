// A schema as the comparison sees it: references followed, `allOf` merged, `null` and simple alternatives taken apart.
import { listOf, type Node, nodeOf, resolve, type Schema, typesOf } from './document.ts';
import { canonical } from './sameness.ts';

/** What a schema allows, without its texts. */
export interface Shape {
  /** Without `null`; empty is anything. */
  readonly types: ReadonlySet<string>;
  readonly isNullable: boolean;
  /** The listed values, as JSON. */
  readonly values: ReadonlySet<string> | undefined;
  readonly fields: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly items: Schema | undefined;
  /** Whether an object may have other fields. */
  readonly isOpen: boolean;
  readonly format: string | undefined;
  readonly limits: ReadonlyMap<string, unknown>;
  readonly default: string | undefined;
  /** Alternatives with fields of their own. */
  readonly variants: readonly Schema[];
}

/** Keywords whose larger value allows more, and those whose larger value allows less. */
export const upperLimits = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
export const lowerLimits = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const otherLimits = ['pattern', 'multipleOf', 'uniqueItems'];

const anything: Shape = {
  types: new Set(),
  isNullable: false,
  values: undefined,
  fields: new Map(),
  required: new Set(),
  items: undefined,
  isOpen: true,
  format: undefined,
  limits: new Map(),
  default: undefined,
  variants: [],
};

/** The shape of a schema of a document. */
export function shapeOf(doc: Node, schema: unknown): Shape {
  return read(doc, schema, []);
}

function read(doc: Node, raw: unknown, above: readonly Node[]): Shape {
  const schema = resolve(doc, raw);
  if (above.includes(schema)) return anything;
  const inside = [...above, schema];
  const parts = listOf(schema.allOf).map((each) => read(doc, each, inside));
  const own = ownShape(schema);
  const all = [...parts, own].reduce(both);
  return [schema.anyOf, schema.oneOf].reduce<Shape>((shape, list) => {
    return Array.isArray(list) ? either(doc, shape, list, inside) : shape;
  }, all);
}

function ownShape(schema: Schema): Shape {
  const codes = schema.enum ?? schema['x-altegio-values'];
  const listed = 'const' in schema ? [schema.const] : (codes as unknown[] | undefined);
  const names = typesOf(schema);
  const limits = [...upperLimits, ...lowerLimits, ...otherLimits].filter(
    (each) => schema[each] !== undefined,
  );
  const isObject = names.length === 0 && schema.properties !== undefined;
  const isList = names.length === 0 && schema.items !== undefined;
  const types = isObject ? ['object'] : isList ? ['array'] : names.length > 0 ? names : typesOfValues(listed);
  return {
    types: new Set(types.filter((each) => each !== 'null')),
    isNullable: types.includes('null') || schema.nullable === true || listed?.includes(null) === true,
    values: listed && new Set(listed.filter((each) => each !== null).map(canonical)),
    fields: new Map(Object.entries(nodeOf(schema.properties)).map(([name, each]) => [name, nodeOf(each)])),
    required: new Set(listOf(schema.required).map(String)),
    items: schema.items === undefined ? undefined : nodeOf(schema.items),
    isOpen: schema.additionalProperties !== false,
    format: schema.format === undefined ? undefined : String(schema.format),
    limits: new Map(limits.map((each) => [each, schema[each]])),
    default: schema.default === undefined ? undefined : canonical(schema.default),
    variants: [],
  };
}

function typesOfValues(values: readonly unknown[] | undefined): string[] {
  return [...new Set((values ?? []).map((each) => (each === null ? 'null' : typeof each)))];
}

/** What two parts of an `allOf` allow together. */
function both(one: Shape, other: Shape): Shape {
  const types = [...one.types].filter((each) => other.types.has(each));
  const shared = one.types.size === 0 ? other.types : other.types.size === 0 ? one.types : new Set(types);
  return {
    types: shared,
    isNullable:
      one.types.size === 0 || other.types.size === 0
        ? one.isNullable || other.isNullable
        : one.isNullable && other.isNullable,
    values: other.values ?? one.values,
    fields: new Map([...one.fields, ...other.fields]),
    required: new Set([...one.required, ...other.required]),
    items: other.items ?? one.items,
    isOpen: one.isOpen && other.isOpen,
    format: other.format ?? one.format,
    limits: new Map([...one.limits, ...other.limits]),
    default: other.default ?? one.default,
    variants: [...one.variants, ...other.variants],
  };
}

/** Alternatives of plain values are one shape with several types; of the others each stays a variant. */
function either(doc: Node, base: Shape, list: readonly unknown[], above: readonly Node[]): Shape {
  const shapes = list.map((each) => ({ schema: nodeOf(each), shape: read(doc, each, above) }));
  const isNullable = base.isNullable || shapes.some(({ shape }) => isNull(shape));
  const rest = shapes.filter(({ shape }) => !isNull(shape));
  const [first] = rest;
  if (rest.length === 1 && first)
    return { ...both(base, first.shape), isNullable: isNullable || first.shape.isNullable };
  if (!rest.every(({ shape }) => isPlain(shape))) {
    return { ...base, isNullable, variants: [...base.variants, ...rest.map(({ schema }) => schema)] };
  }
  const values = rest.every(({ shape }) => shape.values)
    ? new Set(rest.flatMap(({ shape }) => [...shape.values!]))
    : undefined;
  const isOpenType = rest.some(({ shape }) => shape.types.size === 0);
  return {
    ...base,
    types: isOpenType ? new Set() : new Set(rest.flatMap(({ shape }) => [...shape.types])),
    isNullable: isNullable || rest.some(({ shape }) => shape.isNullable),
    values,
  };
}

function isNull({ types, isNullable, values, fields, variants }: Shape): boolean {
  return isNullable && types.size === 0 && !values?.size && fields.size === 0 && variants.length === 0;
}

function isPlain({ fields, items, variants }: Shape): boolean {
  return fields.size === 0 && items === undefined && variants.length === 0;
}
