// Emits generated/<api>.catalog.ts: what the command shows of an operation and the SDK itself never reads. That is its
// summary, tag and rights, and the names, types and meanings of what it takes.
import type { Catalog, Described, Field } from '../../../src/cli/operation/catalog.ts';
import { type OpenApi, resolve, type Schema } from '../../openapi/document.ts';
import { bodyMediaType, type OperationEntry, operationsOf } from '../../openapi/operations.ts';
import { rightsOf, sentence, summaryOf, tagOf, vendorPage } from '../docs/prose.ts';
import { plainWords, sentencesOf } from '../docs/wording.ts';
import { jsonByLines } from '../json-by-lines.ts';
import { headerLine } from '../naming.ts';
import { typeWords } from './type-words.ts';

/** Longer texts are cut at a word: they are one line of a terminal. */
const longest = 90;

/** Fields below a field are shown, those below them are not. */
const deepest = 2;

export function emitCatalog(doc: OpenApi, vendor: string): string {
  const catalog: Catalog = Object.fromEntries(
    operationsOf(doc).map((entry) => [entry.id, describe(entry, doc, vendor)]),
  );
  const text = jsonByLines(catalog, 1).replace(/[\\`]|\$(?=\{)/g, '\\$&');
  return [
    headerLine(vendor),
    '',
    '// Text, since JSON.parse is faster than the parser of the language; a function, so that importing it costs nothing.',
    `export const catalog = (): string => \`${text}\`;\n`,
  ].join('\n');
}

function describe(entry: OperationEntry, doc: OpenApi, vendor: string): Described {
  const { operation, parameters, body } = entry;
  const page = vendorPage(entry, vendor, doc);
  const described: Described = {
    summary: sentence(summaryOf(entry) || entry.id),
    tag: tagOf(entry, doc),
    page,
  };
  const rights = rightsOf(entry).join(' ');
  if (rights !== '') described.rights = rights;
  const replacement = operation['x-altegio-replaced-by'];
  if (operation.deprecated || replacement) described.deprecated = replacement ?? true;
  for (const place of ['path', 'query'] as const) {
    const here = parameters.filter((each) => each.in === place);
    const fields = here.map((each) =>
      field(doc, each.name, {
        required: each.required === true && !entry.optional.includes(each.name),
        schema: each.schema,
        text: each.description,
      }),
    );
    if (fields.length > 0) described[place] = fields;
  }
  const mediaType = bodyMediaType(body);
  const schema = mediaType === undefined ? undefined : body?.content?.[mediaType]?.schema;
  const fields = schema ? fieldsOf(doc, schema) : [];
  if (fields.length > 0) described.body = fields;
  const doctor = operation['x-altegio-doctor'];
  if (doctor) described.doctor = doctor;
  return described;
}

/** The fields of a body, those of nested objects after them as `client.name`, those of listed objects as `services[].id`. */
function fieldsOf(doc: OpenApi, raw: Schema, prefix = '', depth = 1): Field[] {
  const { properties, required } = membersOf(doc, raw);
  return Object.entries(properties).flatMap(([name, schema]) => {
    const resolved = resolve<Schema>(doc, schema);
    const text = schema.description ?? resolved.description;
    const own = field(doc, prefix + name, { required: required.includes(name), schema, text });
    if (depth >= deepest) return [own];
    const items = resolved.items && fieldsOf(doc, resolved.items, `${prefix}${name}[].`, depth + 1);
    return [own, ...(items ?? fieldsOf(doc, resolved, `${prefix}${name}.`, depth + 1))];
  });
}

/** The properties of an object, those of its parts among them. What differs from one alternative to another is left out. */
function membersOf(doc: OpenApi, raw: Schema): { properties: Record<string, Schema>; required: string[] } {
  const schema = resolve<Schema>(doc, raw);
  const alternatives = schema.oneOf ?? schema.anyOf ?? [];
  const only = alternatives.length === 1 ? alternatives : [];
  const parts = [...(schema.allOf ?? []), ...only].map((part) => membersOf(doc, part));
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties), schema.properties),
    required: [...parts.flatMap(({ required }) => required), ...(schema.required ?? [])],
  };
}

function field(
  doc: OpenApi,
  name: string,
  { required, schema, text }: { required: boolean; schema: Schema | undefined; text: unknown },
): Field {
  const words = typeof text === 'string' ? brief(text) : '';
  return words === ''
    ? [name, required ? 1 : 0, typeWords(doc, schema)]
    : [name, required ? 1 : 0, typeWords(doc, schema), words];
}

/** The first sentence of a description, on one line. */
function brief(text: string): string {
  const [first = ''] = sentencesOf(plainWords(text.replace(/\s+/g, ' ').trim()));
  if (first.length <= longest) return first.replace(/\.$/, '');
  return `${first.slice(0, longest).replace(/\s+\S*$/, '')} …`;
}
