// Emits generated/<api>.operations.ts: the table that the runtime reads, one line per operation.
import { readBackFinder } from './read-back.ts';
import { isFile } from './responses.ts';
import {
  type Body,
  bodyKind,
  headerLine,
  type OpenApi,
  type OperationEntry,
  operationsOf,
  otherPathsOf,
  type Paging,
  resolve,
  securityOf,
  serverOf,
} from './walk.ts';

export function emitOperations(doc: OpenApi, vendor: string): string {
  const readBack = readBackFinder(doc);
  const lines = operationsOf(doc).map((entry) => operationLine(doc, entry, readBack(entry)));
  const literal = lines.join('\n').replace(/[\\`]|\$\{/g, '\\$&');
  return `${headerLine(vendor)}\nexport const operations = \`${literal}\`;\n`;
}

/** `<id> <METHOD> <path> <security> [body] [blob] [safety] [needs=] [comma=] [server=] [paging=] [canon=] [alias=] [back=]` */
export function operationLine(doc: OpenApi, entry: OperationEntry, back?: string): string {
  const { operation, parameters, body } = entry;
  const kind = bodyKind(entry);
  const query = parameters.filter((each) => each.in === 'query');
  const needs = query.filter((each) => each.required).map((each) => each.name);
  const comma = query.filter((each) => each['x-altegio-array'] === 'comma').map((each) => each.name);
  const server = serverOf(operation);
  const paging = operation['x-altegio-paging'];
  const { canonical, aliases } = otherPathsOf(entry);
  const fields = [
    entry.id,
    entry.method,
    entry.optional.reduce((path, name) => path.replace(`{${name}}`, `{${name}?}`), entry.path),
    securityOf(doc, operation),
    kind && (body?.required ? `${kind}!` : kind),
    answersFile(doc, entry) && 'blob',
    safetyMark(entry),
    needs.length > 0 && `needs=${needs.join(',')}`,
    comma.length > 0 && `comma=${comma.join(',')}`,
    server && `server=${server}`,
    paging && `paging=${pagingField(paging)}`,
    back && `back=${back}`,
    canonical && `canon=${canonical}`,
    aliases.length > 0 && `alias=${aliases.join(',')}`,
  ].filter((field) => typeof field === 'string');
  const broken = fields.find((field) => /\s/.test(field));
  if (broken) throw new Error(`${entry.id}: a field of the table must not hold white space: ${broken}`);
  return fields.join(' ');
}

function answersFile(doc: OpenApi, { operation }: OperationEntry): boolean {
  const successes = Object.entries(operation.responses ?? {}).filter(([status]) => /^2/.test(status));
  return successes.some(([, response]) =>
    Object.keys(resolve<Body>(doc, response).content ?? {}).some(isFile),
  );
}

function safetyMark({ method, operation }: OperationEntry): 'safe' | 'unsafe' | undefined {
  const safe = operation['x-altegio-safe'];
  if (safe === undefined || safe === (method === 'GET')) return undefined;
  return safe ? 'safe' : 'unsafe';
}

const BODY_STYLES = ['page-body', 'date-cursor'];

function pagingField(paging: Paging): string {
  const { style, page, size, max, items, total, key } = paging;
  const inBody = paging.in === 'body' && !BODY_STYLES.includes(style);
  return [inBody ? `${style}@body` : style, page, size, max, items, total, key]
    .map((value) => value ?? '')
    .join(':');
}
