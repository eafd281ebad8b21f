// Emits generated/<api>.client.ts: one named, concretely typed, documented method per operation.
// Concrete types instead of generics over `paths` keep the type-checker's work near zero, and a hover readable.

import { type OpenApi, type Paging, resolve, type Schema } from '../openapi/document.ts';
import { type OperationEntry, operationsOf, removedOperations, successesOf } from '../openapi/operations.ts';
import { propertyOf } from '../openapi/schemas.ts';
import { codeNames } from './codes/code-names.ts';
import { type Codes, noCodes } from './codes/codes.ts';
import { type DocContext, methodComment } from './docs/method-comment.ts';
import { type Inputs, inputsOf, withNamedSchemas } from './inputs.ts';
import { headerLine, pascalCase } from './naming.ts';
import { BODILESS, isFile } from './responses.ts';
import { parseTypes, typeNames } from './type-text.ts';
import { importsOf } from './value-types.ts';

/** `types` is the text of generated/<api>.ts. */
export function emitClient(doc: OpenApi, types: string, vendor: string, api: string, codes?: Codes): string {
  const context: DocContext = {
    doc,
    vendor,
    api,
    interfaceName: `${pascalCase(api)}Operations`,
    ...(codes && { codes: codeNames(codes, doc, api) }),
  };
  const entries = operationsOf(doc);
  context.returns = new Map(entries.map((entry) => [entry.id, returnsOf(entry, doc)]));
  refuseCollisions(entries);
  const declared = parseTypes(types);
  const inputs = new Map(entries.map((entry) => [entry, inputsOf(entry, declared)]));
  const declarations = withNamedSchemas(
    entries.flatMap((entry) => [...inputs.get(entry)!.lines, ...outputTypes(entry, doc), '']),
  );
  const methods = entries.flatMap((entry) => [
    ...methodComment(entry, context).map((line) => `  ${line}`),
    ...signature(entry, inputs.get(entry)!),
    ...formerNames(entry, context.interfaceName),
  ]);
  const gone = removedOperations(doc).flatMap(removedMethod);
  declarations.push(...formerTypes(entries, declarations));
  const paged = entries.some(({ operation }) => operation['x-altegio-paging']);
  const text = declarations.join('\n');
  const words = [
    ...(gone.length > 0 ? ['CallInput'] : []),
    'CallOptions',
    ...(paged || gone.length > 0 ? ['Items', 'PageOptions', 'Pages'] : []),
  ];
  const entities = typeNames(declared);
  const used = [
    ...['components', 'operations'].filter((name) => text.includes(`${name}[`)),
    ...entities.filter((name) => new RegExp(`: ${name}\\b`).test(text)),
  ];
  const handedOn = [...entities, ...(doc.webhooks ? ['webhooks'] : [])];
  return [
    headerLine(vendor),
    '// Imports types only: those of the described API, and from src/types.ts those that every operation shares.',
    ...importsOf(text, codes ?? noCodes, words),
    ...(used.length > 0 ? [`import type { ${used.join(', ')} } from './${api}.ts';`] : []),
    ...(handedOn.length > 0 ? ['', `export type { ${handedOn.join(', ')} } from './${api}.ts';`] : []),
    '',
    ...declarations,
    `export interface ${context.interfaceName} {`,
    ...methods,
    ...gone,
    '}',
    '',
  ].join('\n');
}

/** What a client has beside its operations; with `then` it would pass for a promise. */
const MEMBERS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'http', 'request', 'withOptions', 'then'];

function refuseCollisions(entries: OperationEntry[]): void {
  const seen = new Map<string, string>();
  const named = entries.flatMap((entry) => [
    entry,
    ...(entry.operation['x-altegio-earlier-names'] ?? []).map((id) => ({ ...entry, id })),
  ]);
  for (const { id, method, contractPath } of named) {
    if (MEMBERS.includes(id) || id in Object.prototype) {
      const place = `${method} ${contractPath}`;
      throw new Error(
        `${place}: a client cannot have a method "${id}"; an overlay must give another operationId`,
      );
    }
    const name = pascalCase(id);
    const other = seen.get(name);
    if (other !== undefined) throw new Error(`Operations ${other} and ${id} would share the name ${name}`);
    seen.set(name, id);
  }
}

/** Takes what it took, so that code compiles with a warning and learns at run time that it is gone. */
function removedMethod({ id, reason }: ReturnType<typeof removedOperations>[number]): string[] {
  return [
    `  /** @deprecated ${reason}. Every call throws an \`AltegioConfigError\`. */`,
    `  ${key(id)}: {`,
    '    (input?: CallInput): Promise<never>;',
    '    items(input?: CallInput & PageOptions): Items<never>;',
    '    pages(input?: CallInput & PageOptions): Pages<never>;',
    '  };',
  ];
}

/** The names of earlier editions, for code that is written already. */
function formerNames({ id, operation }: OperationEntry, interfaceName: string): string[] {
  return (operation['x-altegio-earlier-names'] ?? []).flatMap((name) => [
    `  /** @deprecated Now called \`${id}\`, which does the same. */`,
    `  ${key(name)}: ${interfaceName}['${id}'];`,
  ]);
}

/** Its types under the names that follow from these. */
function formerTypes(entries: readonly OperationEntry[], declarations: readonly string[]): string[] {
  const types = declarations.flatMap((line) => line.match(/^export (?:type|interface) (\w+)/)?.[1] ?? []);
  return entries.flatMap(({ id, operation }) =>
    (operation['x-altegio-earlier-names'] ?? []).flatMap((name) =>
      ['Body', 'Input', 'PagesInput', 'Output', 'Item']
        .filter((kind) => types.includes(pascalCase(id) + kind))
        .map(
          (kind) =>
            `/** @deprecated Now ${pascalCase(id)}${kind}. */\nexport type ${pascalCase(name)}${kind} = ${pascalCase(id)}${kind};`,
        ),
    ),
  );
}

function outputTypes(entry: OperationEntry, doc: OpenApi): string[] {
  const name = pascalCase(entry.id);
  const paging = entry.operation['x-altegio-paging'];
  return [
    `export type ${name}Output = ${outputType(entry, doc)};`,
    ...(paging ? [`export type ${name}Item = ${itemType(entry, paging, doc)};`] : []),
  ];
}

function operationType(id: string): string {
  return `operations['${id}']`;
}

/** The union of all success bodies; statuses that never carry one add `undefined`. */
function outputType(entry: OperationEntry, doc: OpenApi): string {
  const types = successesOf(doc, entry.operation).flatMap(({ status, body }) => {
    const mediaTypes = BODILESS.includes(status) ? [] : Object.keys(body.content ?? {});
    const key = /^\d+$/.test(status) ? status : `'${status}'`;
    const response = `${operationType(entry.id)}['responses'][${key}]`;
    return mediaTypes.length === 0
      ? ['undefined']
      : mediaTypes.map((type) => `${response}['content']['${type}']`);
  });
  const unique = [...new Set(types)].filter((type) => type !== 'undefined');
  if (unique.length < types.length || unique.length === 0) unique.push('undefined');
  return unique.join(' | ');
}

/** What a call resolves to, in a few words for its comment. */
function returnsOf(entry: OperationEntry, doc: OpenApi): string {
  const contents = successesOf(doc, entry.operation).flatMap(({ status, body }) =>
    BODILESS.includes(status) ? [] : Object.entries(body.content ?? {}),
  );
  if (contents.length === 0) return '`undefined`: the response has no body';
  if (contents.some(([mediaType]) => isFile(mediaType))) return 'the file, as a `Blob`';
  const hasData = contents.some(([, { schema }]) => schema && propertyOf(doc, schema, 'data'));
  if (entry.operation['x-altegio-paging']) return 'the response body: one page of the list';
  return hasData ? 'the response body; `data` holds the result' : 'the response body';
}

/** The type of a list's items; where a response holds several lists (`a+b`), their union. */
function itemType(entry: OperationEntry, paging: Paging, doc: OpenApi): string {
  const bodies = successesOf(doc, entry.operation).flatMap(({ body }) => Object.values(body.content ?? {}));
  const [media, ...others] = bodies;
  if (!media || others.length > 0) {
    throw new Error(`${entry.id}: a paged operation needs exactly one kind of success body`);
  }
  const types = paging.items.split('+').map((path) => itemTypeAt(entry, path, media.schema, doc));
  return [...new Set(types)].join(' | ');
}

function itemTypeAt(entry: OperationEntry, path: string, body: Schema | undefined, doc: OpenApi): string {
  let schema = body;
  let type = `${pascalCase(entry.id)}Output`;
  for (const key of path.split('.')) {
    if (schema === undefined || isOpaque(doc, schema)) return 'unknown';
    const found = propertyOf(doc, schema, key);
    if (!found) throw new Error(`${entry.id}: its success body has no ${path}`);
    type = `${present(type, isNullable(doc, schema))}['${key}']`;
    if (!found.required) type = `NonNullable<${type}>`;
    schema = found.schema;
  }
  if (schema === undefined || isOpaque(doc, schema)) return 'unknown';
  if (!isArray(doc, schema)) throw new Error(`${entry.id}: ${path} is not a list in its success body`);
  return `${present(type, isNullable(doc, schema))}[number]`;
}

function present(type: string, nullable: boolean): string {
  return nullable && !type.startsWith('NonNullable<') ? `NonNullable<${type}>` : type;
}

const SHAPES = [
  'type',
  'properties',
  'items',
  'allOf',
  'anyOf',
  'oneOf',
  'enum',
  'const',
  'additionalProperties',
];

function isOpaque(doc: OpenApi, schema: Schema): boolean {
  const resolved = resolve<Schema>(doc, schema);
  return !SHAPES.some((keyword) => keyword in resolved);
}

function isNullable(doc: OpenApi, schema: Schema): boolean {
  const { type, anyOf, oneOf } = resolve<Schema>(doc, schema);
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  return [...(anyOf ?? []), ...(oneOf ?? [])].some((branch) => isNullable(doc, branch));
}

function isArray(doc: OpenApi, schema: Schema): boolean {
  const { type, anyOf, oneOf } = resolve<Schema>(doc, schema);
  const branches = [...(anyOf ?? []), ...(oneOf ?? [])].filter(
    (branch) => resolve<Schema>(doc, branch).type !== 'null',
  );
  if (branches.length > 0) return branches.every((branch) => isArray(doc, branch));
  const types = (Array.isArray(type) ? type : [type]).filter((each) => each !== 'null');
  return types.length === 1 && types[0] === 'array';
}

function signature({ id, operation }: OperationEntry, { call, read }: Inputs): string[] {
  const name = pascalCase(id);
  if (!operation['x-altegio-paging']) return [`  ${key(id)}(${call}): Promise<${name}Output>;`];
  return [
    `  ${key(id)}: {`,
    `    (${call}): Promise<${name}Output>;`,
    '    /** Every item of every page, in order. */',
    `    items(${read}): Items<${name}Item>;`,
    '    /** Page by page, with the total where it is known and a cursor to resume from. */',
    `    pages(${read}): Pages<${name}Item, ${name}Output>;`,
    '  };',
  ];
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}
