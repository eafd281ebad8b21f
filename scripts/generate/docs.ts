// The doc comment of an emitted method: what a reader of the hover text wants to know before calling it.
import { bodyKind, type OpenApi, type OperationEntry, type Paging, securityOf, serverOf } from './walk.ts';

export interface DocContext {
  doc: OpenApi;
  vendor: string;
  /** The SDK's name of the API, for references between operations. */
  api: string;
  /** Name of the emitted interface. */
  interfaceName: string;
}

/** The lines of the comment, without indentation. */
export function methodComment(entry: OperationEntry, context: DocContext): string[] {
  const { operation } = entry;
  const paragraphs = [
    [escapeTag(sentence(operation.summary ?? entry.id))],
    operation.description ? operation.description.trim().split(/\r?\n/).map(escapeTag) : [],
    facts(entry, context.doc).map((fact) => `- ${fact}`),
    [deprecation(entry, context), `@see ${vendorPage(entry, context.vendor)}`].filter((line) => line !== ''),
  ].filter((lines) => lines.length > 0);
  const lines = paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph : ['', ...paragraph]));
  return ['/**', ...lines.map((line) => ` * ${escapeEnd(line)}`.trimEnd()), ' */'];
}

function facts(entry: OperationEntry, doc: OpenApi): string[] {
  const { operation, method, path } = entry;
  const server = serverOf(operation);
  const paging = operation['x-altegio-paging'];
  return [
    `\`${method} ${path}\`${server ? ` on ${server}` : ''}`,
    {
      none: 'Needs no token.',
      partner: 'Needs the partner token only; a user token is sent when there is one.',
      user: 'Needs a user token.',
    }[securityOf(doc, operation)],
    ...(bodyKind(entry) === 'multipart' ? ['Sends its body as a multipart form.'] : []),
    ...(paging ? [pagingFact(paging)] : []),
    ...(operation['x-altegio-safe'] === true && method !== 'GET' ? ['Only reads: safe to repeat.'] : []),
    ...(operation['x-altegio-safe'] === false && method === 'GET'
      ? ['Changes something although it is a GET: never repeated on its own.']
      : []),
  ];
}

function pagingFact({ style, in: place, page, size, max }: Paging): string {
  const where = place === 'body' ? ' in the body' : '';
  if (style === 'date-cursor') return `Paged by date, from new to old: \`${page}\` and \`${size}\`${where}.`;
  const largest = max === undefined ? '' : ` (at most ${max})`;
  return `Paged: \`${page}\` and \`${size}\`${largest}${where}.`;
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

function vendorPage({ operation, id }: OperationEntry, vendor: string): string {
  const slug = (operation.tags?.[0] ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `https://developer.alteg.io/en/${vendor}/openapi/${slug}/${id}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function escapeEnd(line: string): string {
  return line.replaceAll('*/', '*\\/');
}

/** An @ at the start of a line would begin a tag. */
function escapeTag(line: string): string {
  return line.replace(/^(\s*)@/, '$1\\@');
}
