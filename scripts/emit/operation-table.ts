// Emits generated/<api>.operations.ts: the table that the runtime reads, one line per operation.
import { isDeepStrictEqual } from 'node:util';
import { readTable } from '../../src/operations/table.ts';
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
} from '../openapi/operations.ts';
import { readBackFinder } from './read-back.ts';
import { isFile } from './responses.ts';

type Renaming = [from: string, to: string];

/**
 * What newer editions write for a part of a path: each renames the first place that it fits, one after the other. An
 * operation whose canonical path does not follow from them says so itself, so a new one here only makes a table shorter.
 */
const renamings: Renaming[] = [
  ['/activity/{location_id}', '/locations/{location_id}/events'],
  ['/goods/{location_id}', '/locations/{location_id}/products'],
  ['/goods_categories/{location_id}', '/locations/{location_id}/product_categories'],
  ['/record/{location_id}', '/locations/{location_id}/appointments'],
  ['/records/{location_id}', '/locations/{location_id}/appointments'],
  ['/staff/{location_id}', '/locations/{location_id}/team_members'],
  ['/companies', '/locations'],
  ['/company/', '/locations/'],
  ['/chain/', '/chains/'],
  ['/group/', '/chains/'],
  ['/staff', '/team_members'],
];

/** One operation, and the GET that shows what it has done. */
type Row = { entry: OperationEntry; back: string | undefined };

export function emitOperations(doc: OpenApi, vendor: string): string {
  const readBack = readBackFinder(doc);
  const rows = operationsOf(doc).map((entry) => ({ entry, back: readBack(entry) }));
  const text = tableText(doc, rows);
  checkReading(text, rows);
  return `${headerLine(vendor)}\nexport const operations = \`${text.replace(/[\\`]|\$\{/g, '\\$&')}\`;\n`;
}

/** The lines that src/table.ts describes and reads. */
function tableText(doc: OpenApi, rows: Row[]): string {
  const moved = rows.filter(({ entry }) => otherPathsOf(entry).canonical !== undefined);
  const used = renamings.filter(([from]) => moved.some(({ entry }) => entry.path.includes(from)));
  const lines = used.map((pair) => pair.join(' '));
  let above: string | undefined;
  let read: string | undefined;
  for (const { entry, back } of rows) {
    const { id, method } = entry;
    const template = templateOf(entry);
    if (method === 'GET') read = id;
    const fields = [
      template === above ? '' : template,
      ...ownFields(doc, entry),
      back && (back === read ? 'back' : `back=${back}`),
      ...otherPathFields(entry, used),
      id,
    ].filter((field) => typeof field === 'string');
    const broken = fields.find((field) => /\s|=.*=/.test(field));
    if (broken)
      throw new Error(`${id}: a field must not hold white space or a second equals sign: ${broken}`);
    lines.push(fields.join(' '));
    above = template;
  }
  return lines.join('\n');
}

function templateOf({ path, optional }: OperationEntry): string {
  return optional.reduce((template, name) => template.replace(`{${name}}`, `{${name}?}`), path);
}

function ownFields(doc: OpenApi, entry: OperationEntry): (string | false | undefined)[] {
  const { operation, parameters, body } = entry;
  const kind = bodyKind(entry);
  const query = parameters.filter((each) => each.in === 'query');
  const needs = query.filter((each) => each.required).map((each) => each.name);
  const comma = query.filter((each) => each['x-altegio-array'] === 'comma').map((each) => each.name);
  const broken = [...needs, ...comma].find((name) => name.includes(','));
  if (broken) throw new Error(`${entry.id}: the table cannot name a parameter with a comma in it: ${broken}`);
  const server = serverOf(operation);
  const paging = operation['x-altegio-paging'];
  return [
    entry.method,
    securityOf(doc, operation),
    kind && (body?.required ? `${kind}!` : kind),
    answersFile(doc, entry) && 'blob',
    safetyMark(entry),
    needs.length > 0 && `needs=${needs.join(',')}`,
    comma.length > 0 && `comma=${comma.join(',')}`,
    server && `server=${server}`,
    paging && `paging=${pagingField(paging)}`,
  ];
}

function otherPathFields(entry: OperationEntry, used: Renaming[]): (string | false)[] {
  const { canonical, aliases } = otherPathsOf(entry);
  const renamed = used.reduce((path, [from, to]) => path.replace(from, to), entry.path);
  return [
    renamed !== (canonical ?? entry.path) && `canon=${canonical ?? ''}`,
    aliases.length > 0 && `alias=${aliases.join(',')}`,
  ];
}

/** What a line leaves to the lines above it must be read as it is meant. */
function checkReading(text: string, rows: Row[]): void {
  const { byId } = readTable(text);
  for (const { entry, back } of rows) {
    const { id, method, path, optional } = entry;
    const { canonical } = otherPathsOf(entry);
    const meant = { method, path, optional, canonical, readBack: back };
    for (const name of Object.keys(meant) as (keyof typeof meant)[]) {
      const read = byId.get(id)?.[name];
      if (isDeepStrictEqual(read, meant[name])) continue;
      throw new Error(`${id}: the table would be read with the ${name} ${read}, not ${meant[name]}`);
    }
  }
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
