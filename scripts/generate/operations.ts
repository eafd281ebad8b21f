// Emits generated/<api>.operations.ts: the table that the runtime reads, one line per operation.
import { isFile } from './responses.ts';
import {
  type Body,
  bodyKind,
  headerLine,
  type OpenApi,
  type OperationEntry,
  operationsOf,
  type Paging,
  resolve,
  securityOf,
  serverOf,
} from './walk.ts';

export function emitOperations(doc: OpenApi, vendor: string): string {
  const lines = operationsOf(doc).map((entry) => operationLine(doc, entry));
  const literal = lines.join('\n').replace(/[\\`]|\$\{/g, '\\$&');
  return `${headerLine(vendor)}\nexport const operations = \`${literal}\`;\n`;
}

/** `<id> <METHOD> <path> <security> [body] [blob] [safety] [needs=] [comma=] [server=] [paging=]` */
export function operationLine(doc: OpenApi, entry: OperationEntry): string {
  const { operation, parameters, body } = entry;
  const kind = bodyKind(entry);
  const query = parameters.filter((each) => each.in === 'query');
  const needs = query.filter((each) => each.required).map((each) => each.name);
  const comma = query.filter((each) => each['x-altegio-array'] === 'comma').map((each) => each.name);
  const server = serverOf(operation);
  const paging = operation['x-altegio-paging'];
  const fields = [
    entry.id,
    entry.method,
    entry.path,
    securityOf(doc, operation),
    kind && (body?.required ? `${kind}!` : kind),
    answersFile(doc, entry) && 'blob',
    safetyMark(entry),
    needs.length > 0 && `needs=${needs.join(',')}`,
    comma.length > 0 && `comma=${comma.join(',')}`,
    server && `server=${server}`,
    paging && `paging=${pagingField(paging)}`,
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
