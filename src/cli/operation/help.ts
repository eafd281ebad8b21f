// What a person reads about an operation: one line in a list, or everything that a call of it takes.
import type { Operation } from '../../operations/operation.ts';
import { columns, type Paint } from '../support/terminal.ts';
import type { Field } from './catalog.ts';
import type { Listed } from './list.ts';

/** The tokens that an operation asks for. */
export function tokensOf({ security, tokenFrom }: Operation): string {
  if (security === 'none') return 'no token';
  if (security === 'partner') return 'partner token';
  return tokenFrom.length === 0
    ? 'partner + user token'
    : `partner token + user token of ${tokenFrom.join(', ')}`;
}

/** How an operation hands out its pages. */
export function pagingOf({ paging }: Operation): string | undefined {
  if (!paging) return undefined;
  const { style, in: place, page, size, max, total } = paging;
  if (style === 'date-cursor') return `paged by date (${page}, ${size})`;
  const most = max === undefined ? '' : ` up to ${max}`;
  return `paged (${page}, ${size}${most}${place === 'body' ? ', in the body' : ''}${total ? ', with a total' : ''})`;
}

/** When a failed call of an operation is retried. */
export function retryOf({ safe }: Operation): string {
  return safe
    ? 'read: retried after network errors, timeouts, 408, 429 and 5xx'
    : 'write: retried only when it was certainly not processed (no connection, 429)';
}

/** The facts of an operation as a program reads them. */
export function factsOf({ name, api, operation, described }: Listed): object {
  const { id, method, path, canonical, aliases, security, safe, paging, body, response } = operation;
  return {
    name,
    api,
    operationId: id,
    method,
    path,
    otherPaths: [...(canonical ? [canonical] : []), ...aliases],
    ...described,
    tokens: security,
    retry: safe ? 'read' : 'write',
    paging: paging ?? null,
    bodyType: body,
    response,
  };
}

/** Two lines: how it is called, and what it does. */
export function listLines({ name, operation, described }: Listed, paint: Paint): string[] {
  const { method, path, safe } = operation;
  const facts = [
    described.tag,
    tokensOf(operation),
    safe ? 'read' : 'write',
    ...(operation.paging ? [pagingOf(operation)!] : []),
    ...(described.rights ? ['needs rights'] : []),
    ...(described.deprecated ? ['deprecated'] : []),
  ];
  return [
    `${paint('bold', name)}  ${paint('cyan', method)} ${path}`,
    `  ${described.summary} ${paint('dim', facts.filter(Boolean).join(' · '))}`,
  ];
}

/** Everything that a caller of the operation wants to know, with a command line to begin with. */
export function helpLines(each: Listed, paint: Paint): string[] {
  const { name, operation, described } = each;
  const { method, path, optional, server, body, bodyRequired } = operation;
  const needed = described.path?.filter(([, required]) => required === 1) ?? [];
  const queries = described.query?.filter(([, required]) => required === 1) ?? [];
  const example = [
    `altegio-sdk call ${name}`,
    ...needed.map(([field]) => `--path ${field}=…`),
    ...queries.map(([field]) => `--query ${quotedName(field)}=…`),
    ...(bodyRequired ? ['--body @body.json'] : []),
    ...(operation.paging ? ['--all'] : []),
  ];
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', paint('bold', title), ...columns(rows, '  ')];
  return [
    `${paint('bold', name)}  ${paint('cyan', method)} ${path}${server ? ` on ${server}` : ''}`,
    described.summary,
    ...(described.deprecated ? [paint('yellow', deprecation(described.deprecated))] : []),
    ...section('Call', [[example.join(' ')]]),
    ...section(
      'Path',
      (described.path ?? []).map((field) => fieldRow(field, optional)),
    ),
    ...section(
      'Query',
      (described.query ?? []).map((field) => fieldRow(field)),
    ),
    ...section(
      body === 'multipart' ? 'Body, a form (--body with JSON, --file name=path)' : 'Body (--body)',
      (described.body ?? []).map((field) => fieldRow(field)),
    ),
    ...section('Facts', [
      ['tokens', tokensOf(operation)],
      ...(described.rights ? [['rights', described.rights]] : []),
      ...(operation.paging ? [['pages', `${pagingOf(operation)}; --all reads every one`]] : []),
      ['retries', retryOf(operation)],
      ['docs', described.page],
    ]),
  ];
}

function deprecation(replacement: string | true): string {
  return replacement === true ? 'Deprecated.' : `Deprecated: use ${replacement}.`;
}

function fieldRow([name, required, type, text = '']: Field, optional: readonly string[] = []): string[] {
  const need = required === 1 && !optional.includes(name) ? 'required' : '';
  return [name, need, type, text];
}

/** Brackets mean something to a shell. */
function quotedName(name: string): string {
  return /[^\w-]/.test(name) ? `'${name}'` : name;
}
