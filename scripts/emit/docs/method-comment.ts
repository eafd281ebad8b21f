// The doc comment of an emitted method: what a reader of the hover text wants to know before calling it.

import type { OpenApi, Paging } from '../../openapi/document.ts';
import {
  bodyKind,
  isRead,
  isReadMethod,
  type OperationEntry,
  securityOf,
  serverOf,
} from '../../openapi/operations.ts';
import { propertyOf } from '../../openapi/schemas.ts';
import { descriptionLines, isRight, sentence, sinceOf, summaryOf, vendorPage, wrap } from './prose.ts';

/** Width of a line's text: with the comment's marks and the indentation it fits into 110 columns. */
const WIDTH = 105;

export interface DocContext {
  doc: OpenApi;
  vendor: string;
  /** The SDK's name of the API, for references between operations. */
  api: string;
  /** Name of the emitted interface. */
  interfaceName: string;
  /** What a call returns, in a few words, by operationId. */
  returns?: ReadonlyMap<string, string>;
  /** Names of the code tables (`altegio-sdk/codes`) by operationId. */
  codes?: ReadonlyMap<string, readonly string[]>;
}

/** The lines of the comment, without indentation. */
export function methodComment(entry: OperationEntry, context: DocContext): string[] {
  const paragraphs = [
    [escapeTag(sentence(summaryOf(entry) || entry.id))],
    description(entry, context).map(escapeTag),
    facts(entry, context).map((fact) => `- ${fact}`),
    [
      returnsOf(entry, context),
      deprecation(entry, context),
      `@see ${vendorPage(entry, context.vendor, context.doc)}`,
    ].filter((line) => line !== ''),
  ].filter((lines) => lines.length > 0);
  const lines = paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph : ['', ...paragraph]));
  return ['/**', ...lines.flatMap(wrapped).map((line) => ` * ${escapeEnd(line)}`.trimEnd()), ' */'];
}

/** What the published text adds to the summary: as one paragraph, or as the Markdown that it is. */
function description(entry: OperationEntry, { doc }: DocContext): string[] {
  const lines = descriptionLines(entry);
  if (/\n/.test(entry.operation.description?.trim() ?? '')) return lines;
  const text = lines.filter((line) => !isRight(line)).join(' ');
  return text === '' ? [] : [namesAsCode(withNames(text, entry, doc))];
}

/** A sentence that begins with the name of a field keeps its case: `login` is what is sent, Login is not. */
function withNames(text: string, { parameters, body }: OperationEntry, doc: OpenApi): string {
  const schemas = Object.values(body?.content ?? {}).flatMap(({ schema }) => (schema ? [schema] : []));
  const isField = (name: string) =>
    name === 'data' ||
    parameters.some((each) => each.name === name) ||
    schemas.some((schema) => propertyOf(doc, schema, name) !== undefined);
  return text.replace(/(?<=^|[.!?] )[A-Z][a-z]+(?= (?:is|are|may|must|and) )/g, (word) =>
    isField(word.toLowerCase()) ? `\`${word.toLowerCase()}\`` : word,
  );
}

/** Names of fields as code, `filter[from]` too: an editor would take underscores for emphasis, and brackets for a link. */
function namesAsCode(text: string): string {
  return text.replace(/(?<![`\w/.[{])[a-z][a-z0-9]*((_[a-z0-9]+)+(\[\w*\])*|(\[\w*\])+)(?![`\w[])/g, '`$&`');
}

/** Continuations of a list item are indented, so that they stay part of it; tags and the call keep their line. */
function wrapped(line: string): string[] {
  if (/^(@|- `[A-Z]+ \/)/.test(line)) return [line];
  const indent = line.startsWith('- ') ? '  ' : '';
  const [first = '', ...rest] = wrap(line, WIDTH - indent.length);
  // A word that begins a tag must not come to stand first.
  return [first, ...rest.map((each) => indent + escapeTag(each))];
}

/** The facts of a call, always in the same order: request, tokens, rights, body, paging, retries, codes, edition. */
function facts(entry: OperationEntry, { doc, codes }: DocContext): string[] {
  const { id, operation, method, path, optional } = entry;
  const server = serverOf(operation);
  const paging = operation['x-altegio-paging'];
  const names = codes?.get(id) ?? [];
  const rights = descriptionLines(entry).filter(isRight).map(namesAsCode);
  const omitted = optional.length > 0 ? ` (${list(optional)} optional)` : '';
  return [
    `\`${method} ${path}\`${server ? ` on ${server}` : ''}${omitted}`,
    `Tokens: ${tokensOf(entry, doc)}.`,
    ...(rights.length > 0 ? [`Rights: ${rights.join(' ')}`] : []),
    ...(bodyKind(entry) === 'multipart' ? ['Body: a multipart form.'] : []),
    ...(paging ? [`Paging: ${pagingOf(paging)}`] : []),
    `Retries: ${retriesOf(entry)}.`,
    ...(names.length > 0 ? [`Codes: ${list(names)} of \`altegio-sdk/codes\`.`] : []),
    ...sinceOf(entry).map((text) => `Since: ${text}`),
  ];
}

function tokensOf({ operation }: OperationEntry, doc: OpenApi): string {
  const sources = operation['x-altegio-token-from'];
  const user = sources
    ? `the user token that ${sources.map((name) => `\`${name}\``).join(' or ')} returns`
    : 'user token';
  return {
    none: 'none',
    bearer: 'the partner token alone',
    partner: 'partner token, and the user token if there is one',
    user: `partner token and ${user}`,
  }[securityOf(doc, operation)];
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function retriesOf(entry: OperationEntry): string {
  if (isRead(entry)) return 'a read, retried after network errors, timeouts, 408, 429 and 5xx';
  const key = entry.operation['x-altegio-key-header'];
  if (key)
    return `a write with a key (\`${key}\`, made for each call unless \`headers\` has one), retried like a read with the same key`;
  const what = isReadMethod(entry.method)
    ? `not idempotent although it is a ${entry.method}`
    : 'not idempotent';
  return `${what}, retried only when the request was certainly not processed (no connection, 429)`;
}

function pagingOf({ style, in: place, page, size, max, total, items }: Paging): string {
  const where = place === 'body' ? ' in the body' : '';
  const lists = items.split('+').map((path) => `\`${path}\``);
  const mixed = lists.length > 1 ? `, items from ${lists.join(' and ')}` : '';
  const walk = `${mixed}. \`items()\` and \`pages()\` read every page.`;
  if (style === 'date-cursor')
    return `by date, newest first, with \`${page}\` and \`${size}\`${where}${walk}`;
  const largest = max === undefined ? '' : ` (at most ${max})`;
  const found = total === undefined ? '' : `, total in \`${total}\``;
  return `\`${page}\` and \`${size}\`${largest}${where}${found}${walk}`;
}

function returnsOf({ id }: OperationEntry, { returns }: DocContext): string {
  const text = returns?.get(id);
  return text ? `@returns ${text}` : '';
}

function deprecation({ operation }: OperationEntry, { api, interfaceName }: DocContext): string {
  const replacement = operation['x-altegio-replaced-by'];
  if (replacement !== undefined) {
    const dot = replacement.indexOf('.');
    const [otherApi, otherId] = [replacement.slice(0, dot), replacement.slice(dot + 1)];
    return otherApi === api
      ? `@deprecated Use {@link ${interfaceName}.${otherId}}.`
      : `@deprecated Use \`${otherId}\` of the ${otherApi} API.`;
  }
  return operation.deprecated ? '@deprecated Altegio names no replacement.' : '';
}

function escapeEnd(line: string): string {
  return line.replaceAll('*/', '*\\/');
}

/** An @ at the start of a line would begin a tag. */
function escapeTag(line: string): string {
  return line.replace(/^(\s*)@/, '$1\\@');
}
