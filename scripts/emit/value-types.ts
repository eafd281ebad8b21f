// Gives values a type that says more than `string` or `number`: the names of their codes (openapi/codes.yaml), and the form
// of dates and times (src/types.ts).
import ts from 'typescript';
import { isObject, type Json, type OpenApi, type Schema, walk } from '../openapi/document.ts';
import { operationsOf, sentNodes } from '../openapi/operations.ts';
import { addressOf, apiOf, nodesAt, valuesAt } from './codes/code-places.ts';
import { type Codes, type CodeTable, tablesOf } from './codes/codes.ts';

/** Stands at the schema of such a value in the view of the types. */
const MARK = 'x-value-type';

interface Mark {
  name?: string;
  /** In place of a name: values that no table has. */
  values?: readonly (string | number)[];
  /** The JSON type that it is about. */
  of: 'string' | 'number';
  /** Names of today's values: others are allowed, since the API may have new ones tomorrow. */
  isOpen: boolean;
}

/** The forms of dates and times that src/types.ts has. */
const FORMS = [
  'Date_DDMMYYYY',
  'Date_YYYYMMDD',
  'DateTime',
  'IsoDateTime',
  'LocalDateTime',
  'Time_HHMM',
  'UnixSeconds',
] as const;

/** What the types of an API use of src/types.ts. */
const WORDS = ['AltegioApiError', 'AnyFields', ...FORMS, 'OrEmpty'];

type Form = (typeof FORMS)[number];

/** Changes the document: marks the schemas of codes, and of dates and times. */
export function markValues(doc: OpenApi, api: string, codes: Codes): void {
  const sent = sentNodes(doc);
  for (const table of tablesOf(codes)) markStated(doc, api, table, sent);
  const byField = fieldsOf(codes, api);
  walk(doc, (node) => {
    if (!isObject(node.properties)) return;
    for (const [name, schema] of Object.entries(node.properties as Record<string, Schema>)) {
      for (const [field, inner] of Object.entries(schema.items?.properties ?? {})) {
        const table = byField.get(`${name}[].${field}`);
        if (table && !sent.has(inner)) markCode(inner, table);
      }
      for (const each of withItems(schema)) {
        const table = byField.get(name);
        if (table && !sent.has(each)) markCode(each, table);
        markForm(each, name, node.properties as Json);
      }
    }
  });
  walk(doc, markOpen);
  for (const { parameters } of operationsOf(doc)) {
    for (const { name, schema, description } of parameters) {
      for (const each of schema ? withItems(schema) : [])
        markForm(each, name, {}, typeof description === 'string' ? description : '');
    }
  }
}

/** The lines that import what a text of types refers to, and `more` of src/types.ts. */
export function importsOf(text: string, codes: Codes, more: readonly string[] = []): string[] {
  const used = (name: string) => new RegExp(`(?<![\\w"'.-])${name}\\b(?!["'?:])`).test(text);
  const words = [...WORDS.filter(used), ...more].sort();
  const tables = tablesOf(codes)
    .map(({ name }) => name)
    .filter(used)
    .sort();
  return [
    ...(words.length > 0 ? [`import type { ${words.join(', ')} } from '../src/types.ts';`] : []),
    ...(tables.length > 0 ? [`import type { ${tables.join(', ')} } from './codes.ts';`] : []),
  ];
}

/** Today's codes of a marked schema; undefined where it has none, or takes no others. */
export function openCodesOf(schema: object, codes: Codes): readonly (string | number)[] | undefined {
  const mark = (schema as Record<string, unknown>)[MARK] as Mark | undefined;
  if (!mark?.isOpen) return undefined;
  const table = tablesOf(codes).find(({ name }) => name === mark.name);
  return table ? Object.values(table.values).map(({ value }) => value) : mark.values;
}

/** The type of a marked schema; undefined where there is no mark. */
export function valueType(schema: object): ts.TypeNode | undefined {
  const mark = (schema as Record<string, unknown>)[MARK] as Mark | undefined;
  if (!mark) return undefined;
  const named = mark.name === undefined ? mark.values!.map(literal) : [reference(mark.name)];
  const types = typesOf(schema as Schema).flatMap((type) => {
    if (type === 'null') return [ts.factory.createLiteralTypeNode(ts.factory.createNull())];
    if (type !== mark.of) return [keyword(type)];
    return mark.isOpen ? [...named, open(type)] : named;
  });
  return types.length === 1 ? types[0] : ts.factory.createUnionTypeNode(types);
}

function markStated(doc: OpenApi, api: string, table: CodeTable, sent: ReadonlySet<object>): void {
  for (const seen of table.seen) {
    const address = addressOf(seen);
    // An operation as such says what the codes mean, not where they stand.
    if (apiOf(address) !== api || !/[ #]/.test(address)) continue;
    const complete = valuesAt(seen, table).length === Object.keys(table.values).length;
    for (const node of nodesAt(doc, address)) {
      // What a request may hold is what its description says, no more and no less.
      if (sent.has(node) && ('enum' in node || !complete)) continue;
      markCode(node as Schema, table);
    }
  }
}

function fieldsOf(codes: Codes, api: string): Map<string, CodeTable> {
  const found = new Map<string, CodeTable>();
  for (const table of tablesOf(codes)) {
    for (const field of table.fields ?? []) {
      const [, prefix = api, name = ''] = /^(?:(\w+)\.)?(.+)$/.exec(field) ?? [];
      if (prefix === api) found.set(name, table);
    }
  }
  return found;
}

function markCode(schema: Schema, { name, values }: CodeTable): void {
  const of = typeof Object.values(values)[0]!.value as Mark['of'];
  if (MARK in schema || !isScalar(schema) || !typesOf(schema).includes(of)) return;
  schema[MARK] = { name, of, isOpen: true } satisfies Mark;
}

/** Codes of a response that no table names. */
function markOpen(schema: Schema): void {
  const values = schema['x-altegio-values'] as (string | number)[] | undefined;
  if (MARK in schema || !Array.isArray(values) || values.length === 0) return;
  schema[MARK] = { values, of: typeof values[0] as Mark['of'], isOpen: true } satisfies Mark;
}

function markForm(schema: Schema, name: string, siblings: Json, more = ''): void {
  if (MARK in schema || 'enum' in schema || 'x-altegio-values' in schema || !isScalar(schema)) return;
  const types = typesOf(schema);
  const words = `${schema.description ?? ''} ${more} ${schema.format === 'date' ? '(date)' : ''}`;
  const form = formOf(types, name, words, siblings);
  if (!form) return;
  schema[MARK] = {
    name: form,
    of: form === 'UnixSeconds' ? 'number' : 'string',
    isOpen: false,
  } satisfies Mark;
}

/** What the words of a description say of the form, the first that fits. */
const SAYINGS: [RegExp, Form][] = [
  [/YYYY-MM-DD HH:MM|no offset/i, 'LocalDateTime'],
  [
    /YYYY-MM-DDTHH:MM|ISO 8601|date, ISO\b|numeric offset|offset (shown )?(as|without)|UTC offset/i,
    'IsoDateTime',
  ],
];

/** Less certain ones. */
const FURTHER: [RegExp, Form][] = [
  [/date-time/, 'DateTime'],
  [/\bDD\.MM\.YYYY/, 'Date_DDMMYYYY'],
  [/YYYY-MM-DD|\(date\)|^date\b/i, 'Date_YYYYMMDD'],
  [/\bHH:MM/i, 'Time_HHMM'],
];

/** What is known of the form, where it is one only. */
function formOf(types: readonly string[], name: string, words: string, siblings: Json): Form | undefined {
  const isUnix = /unix time|since 1970/i.test(words);
  if (types.includes('number')) return isUnix && !types.includes('string') ? 'UnixSeconds' : undefined;
  if (!types.includes('string') || isUnix) return undefined;
  const stated = (sayings: typeof SAYINGS) => sayings.find(([saying]) => saying.test(words.trim()))?.[1];
  const certain = stated(SAYINGS);
  if (certain) return certain;
  // Appointments and events have both: `date` as the location's clock has it, `datetime` or `timestamp` for computers.
  if (name === 'date' && ('datetime' in siblings || 'timestamp' in siblings)) return 'LocalDateTime';
  if (name === 'datetime' && words.includes('date-time')) return 'IsoDateTime';
  return stated(FURTHER);
}

/** A schema, and where it is a list what it is a list of: both have the name of the field. */
function withItems(schema: Schema): Schema[] {
  return isObject(schema.items) ? [schema, schema.items as Schema] : [schema];
}

function isScalar(schema: Schema): boolean {
  const types = typesOf(schema);
  return (
    types.length > 0 &&
    !types.some((type) => type === 'object' || type === 'array') &&
    !['const', 'anyOf', 'oneOf', 'allOf', '$ref'].some((key) => key in schema)
  );
}

/** The JSON types of a schema; those of its values where it has none. */
function typesOf({ type, enum: values }: Schema): string[] {
  const declared = type ? [type].flat() : (Array.isArray(values) ? values : []).map(typeOfValue);
  return [...new Set(declared.map((each) => (each === 'integer' ? 'number' : String(each))))];
}

function typeOfValue(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function reference(name: string): ts.TypeNode {
  return ts.factory.createTypeReferenceNode(name);
}

function literal(value: string | number): ts.TypeNode {
  if (typeof value === 'string')
    return ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(value));
  const number = ts.factory.createNumericLiteral(Math.abs(value));
  const minus = ts.SyntaxKind.MinusToken;
  return ts.factory.createLiteralTypeNode(
    value < 0 ? ts.factory.createPrefixUnaryExpression(minus, number) : number,
  );
}

function keyword(type: string): ts.TypeNode {
  const kinds: Record<string, ts.KeywordTypeSyntaxKind> = {
    string: ts.SyntaxKind.StringKeyword,
    number: ts.SyntaxKind.NumberKeyword,
    boolean: ts.SyntaxKind.BooleanKeyword,
  };
  return ts.factory.createKeywordTypeNode(kinds[type] ?? ts.SyntaxKind.UnknownKeyword);
}

/** `(number & {})`: any number, without making the names beside it disappear. */
function open(type: string): ts.TypeNode {
  const any = ts.factory.createIntersectionTypeNode([keyword(type), ts.factory.createTypeLiteralNode([])]);
  return ts.factory.createParenthesizedType(any);
}
