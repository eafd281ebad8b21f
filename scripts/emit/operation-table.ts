// Emits generated/<api>.operations.ts: the table that the runtime reads, one line per operation, by operationId.

import type { OperationFacts, Paging } from '../../src/operations/operation.ts';
import { apis } from '../openapi/apis.ts';
import {
  type Paging as DescribedPaging,
  type OpenApi,
  type Reference,
  resolve,
  type Schema,
} from '../openapi/document.ts';
import {
  bodyKind,
  bodyMediaType,
  isRead,
  isReadMethod,
  type OperationEntry,
  type OtherPath,
  operationsOf,
  otherPathsOf,
  removedOperations,
  securityOf,
  serverOf,
  successesOf,
} from '../openapi/operations.ts';
import { headerLine } from './naming.ts';
import { readBackFinder } from './read-back.ts';
import { BODILESS, isFile } from './responses.ts';

type Facts = { [Name in keyof OperationFacts]: OperationFacts[Name] | undefined };

export function emitOperations(doc: OpenApi, vendor: string): string {
  const entries = operationsOf(doc);
  const readBack = readBackFinder(entries, doc, apis.find((each) => each.vendor === vendor)?.name ?? vendor);
  const reads = new Map(entries.filter(({ method }) => method === 'GET').map(({ path, id }) => [path, id]));
  const rows = entries.map((entry) => {
    checkTokenSources(entry, entries);
    const back = readBack(entry);
    // The table's default, see `OperationTable`; a default that must not be named is overruled by an empty name.
    const usual = entry.method === 'GET' ? undefined : reads.get(entry.path);
    return `    ${key(entry.id)}: ${literal(rowOf(doc, entry, back === usual ? undefined : (back ?? '')))},\n`;
  });
  const gone = removedOperations(doc).map(({ id, path, method, reason: removed }) => {
    return `    ${key(id)}: ${literal([path, method, 'none', { removed }])},\n`;
  });
  return [
    headerLine(vendor),
    "import type { OperationTable } from '../src/types.ts';\n",
    '// Called when the first client of the API is made. Not an arrow: engines load a function without reading its body.',
    `export function operations(): OperationTable {\n  return {\n${[...rows, ...gone].join('')}  };\n}\n`,
  ].join('\n');
}

function checkTokenSources({ id, operation }: OperationEntry, entries: readonly OperationEntry[]): void {
  const unknown = operation['x-altegio-token-from']?.find((name) =>
    entries.every((each) => each.id !== name),
  );
  if (unknown)
    throw new Error(`${id}: x-altegio-token-from names ${unknown}, which is no operation of this API`);
}

/** `[path, method, security]`, and the facts where there are any. */
function rowOf(doc: OpenApi, entry: OperationEntry, readBack: string | undefined): unknown[] {
  const { canonical, ...facts } = factsOf(doc, entry);
  const all = { canonical, readBack, ...facts };
  const row = [entry.path, entry.method, securityOf(doc, entry.operation)];
  return Object.values(all).every((value) => value === undefined) ? row : [...row, all];
}

/** In the words of `Operation` in src/; what is `undefined` is left out of the table. */
function factsOf(doc: OpenApi, entry: OperationEntry): Facts {
  const { operation, parameters, optional } = entry;
  const { canonical, aliases } = otherPathsOf(entry);
  const text = ({ method, path }: OtherPath) => (method === entry.method ? path : `${method} ${path}`);
  const query = parameters.filter((each) => each.in === 'query');
  const paging = operation['x-altegio-paging'];
  // One name of a family will do, so none of them is required by itself.
  const oneWanted = (operation['x-altegio-families'] ?? [])
    .filter(({ names, required }) => required && query.some((each) => each.name === names[0]))
    .map(({ names }) => names[0]!);
  return {
    optional: filled(optional),
    body: bodyKind(entry),
    bodyRequired: (bodyKind(entry) && entry.body?.required) || undefined,
    mediaType: jsonType(entry),
    keyHeader: operation['x-altegio-key-header'],
    response: promisedBy(doc, entry),
    envelope: operation['x-altegio-envelope'] === 'maybe' ? 'maybe' : undefined,
    safe: exceptionalSafety(entry),
    query: queryNames(doc, entry),
    requiredQuery: filled([...query.filter((each) => each.required).map(({ name }) => name), ...oneWanted]),
    commaQuery: filled(query.filter((each) => each['x-altegio-array'] === 'comma').map(({ name }) => name)),
    server: serverOf(operation),
    paging: paging && pagingOf(paging),
    canonical: canonical && text(canonical),
    aliases: filled(aliases.map(text)),
    families: operation['x-altegio-families']?.map(({ names }) => names),
    formerIds: filled(operation['x-altegio-earlier-names'] ?? []),
    deprecated: operation['x-altegio-replaced-by'] ?? (operation.deprecated ? '' : undefined),
    tokenFrom: operation['x-altegio-token-from'],
  };
}

/** The media type of JSON that is sent under another name, as a merge patch is. */
function jsonType(entry: OperationEntry): string | undefined {
  const type = bodyMediaType(entry.body);
  return bodyKind(entry) === 'json' && type?.endsWith('+json') ? type : undefined;
}

/** The names of `Operation.query`, with their marks. */
function queryNames(doc: OpenApi, { operation, parameters }: OperationEntry): string | undefined {
  const paging = operation['x-altegio-paging'];
  const described = parameters
    .filter((each) => each.in === 'query')
    .map((each) => [bare(each.name), markOf(each.schema && resolve<Schema>(doc, each.schema))] as const);
  const isDescribed = (name: string) => described.some(([each]) => each === name);
  const further = [
    ...(operation['x-altegio-query-names'] ?? []),
    ...(paging?.in === 'query' ? [paging.page, paging.size].filter((name) => !isDescribed(name)) : []),
  ];
  const marks = new Map<string, string>();
  // `id` and `id[]` are one name, without a mark where the two differ.
  for (const [name, mark] of [...described, ...further.map((each) => [bare(each), ''] as const)]) {
    const known = marks.get(name);
    marks.set(name, known === undefined || known === mark ? mark : '');
  }
  const names = [...marks].map(([name, mark]) => name + mark);
  return names.length > 0 ? names.sort().join(' ') : undefined;
}

function bare(name: string): string {
  return name.replace(/\[\]$/, '');
}

/** Whether a pattern takes days that begin with the year, and nothing else that could be meant for a day. */
function isOfDates(pattern: string): boolean {
  const takes = (text: string) => new RegExp(pattern, 'u').test(text);
  const days = ['2026-01-31', '2026-01-31 10:00:00', '2026-01-31T10:00:00'];
  return days.some(takes) && !['31.01.2026', '1767261600', 'today'].some(takes);
}

/** What the schema of a parameter certainly demands of its values. */
function markOf(schema: Schema = {}): '' | '@' | '#' | '+' {
  const { type, format, pattern, minimum } = schema;
  if (type === 'array') return '';
  if (type === 'integer' || type === 'number') return Number(minimum) >= 1 ? '+' : '#';
  const isDate = /^date(-time)?$/.test(String(format)) || (typeof pattern === 'string' && isOfDates(pattern));
  return type === 'string' && isDate ? '@' : '';
}

function filled(names: string[]): string[] | undefined {
  return names.length > 0 ? names : undefined;
}

/** What every success carries, where it is not the usual object of JSON. A success without a body promises nothing. */
function promisedBy(doc: OpenApi, { operation }: OperationEntry): OperationFacts['response'] | undefined {
  const successes = successesOf(doc, operation);
  if (successes.length === 0) return undefined;
  const contents = successes
    .filter(({ status }) => !BODILESS.includes(status))
    .map(({ body }) => Object.entries(body.content ?? {}));
  if (contents.flat().some(([type]) => isFile(type))) return 'blob';
  const media = contents.flatMap((content) => (content.length > 0 ? content : [undefined]));
  const types = media.map((each) => typeOf(doc, each?.[1].schema));
  if (types.length === 0 || types.includes(undefined)) return 'none';
  return types.includes('array') ? 'array' : undefined;
}

/** `array` or `object`; an object may be put together of several. `undefined` for what is not described. */
function typeOf(doc: OpenApi, schema: Schema | Reference | undefined): 'array' | 'object' | undefined {
  if (schema === undefined) return undefined;
  const { type } = resolve<Schema>(doc, schema);
  return [type].flat().includes('array') ? 'array' : 'object';
}

/** Emitted only where it differs from what the method implies. */
function exceptionalSafety(entry: OperationEntry): boolean | undefined {
  const safe = isRead(entry);
  return safe === isReadMethod(entry.method) ? undefined : safe;
}

/** `x-altegio-paging` with its paths as lists of names: `data.a+data.b` are two lists of items. */
export function pagingOf({ items, total, ...rest }: DescribedPaging): Paging {
  return {
    ...(rest as Pick<Paging, 'style' | 'in' | 'page' | 'size' | 'max' | 'key'>),
    items: items.split('+').map((path) => path.split('.')),
    ...(total && { total: total.split('.') }),
  };
}

/** A value as it stands in source text. */
function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{ ${fields.map(([name, each]) => `${key(name)}: ${literal(each)}`).join(', ')} }`;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}
