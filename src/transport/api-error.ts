// Makes the error of a response: every failure shape that the API is known to use ends in the same few fields.
import type { FailingCall } from '../errors/call-error.ts';
import {
  AltegioApiError,
  AltegioAuthenticationError,
  AltegioConflictError,
  AltegioLicenseError,
  AltegioNotFoundError,
  AltegioPermissionError,
  AltegioRateLimitError,
  AltegioServerError,
  AltegioValidationError,
  type Issue,
} from '../errors/errors.ts';
import { advice, outcomeWith } from '../errors/outcome.ts';
import { redactHeaders, redactor, redactValue } from '../errors/redact.ts';
import { facts, label, type Operation } from '../operations/operation.ts';
import { isRecord } from '../util/check.ts';
import { decodeLoosely, describe, type ReceivedResponse } from './response.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** The error that a response means, or `undefined` for a success. HTTP 200 with `success: false` is a failure. */
export function errorOf(
  { operation, progress, secrets }: FailingCall & { secrets: Iterable<string> },
  response: ReceivedResponse,
  value: unknown,
): AltegioApiError | undefined {
  if (!isFailure(response.status) && !(isRecord(value) && value.success === false)) return undefined;
  // A response may repeat what was sent, so secrets are hidden before anything is read from it.
  const clean = redactor(secrets);
  const body = redactValue(decodeLoosely(response), clean);
  const issues = issuesOf(body);
  const summary = summaryOf(messageOf(body), issues);
  const what = summary || (typeof body === 'string' ? describe(body, response.headers) : 'no message');
  const outcome = outcomeWith(progress, response.status, response.sending);
  const isRedirect = response.status === 0 || (response.status >= 300 && response.status < 400);
  const advised =
    outcome === 'unknown' ? advice(operation, outcome) : hint(operation, response.status, body, issues);
  const next = isRedirect ? `${notFollowed} ${advised}` : advised;
  const ErrorClass = classOf(response.status);
  return new ErrorClass(
    `${label(operation)} failed with HTTP ${response.status}: ${brief(what)}. ${next}`.trim(),
    {
      ...facts(operation),
      ...progress,
      outcome,
      status: response.status,
      fields: fieldsOf(issues),
      issues,
      retryAfter: retryAfterSeconds(response, Date.now()),
      headers: redactHeaders(response.headers, clean),
      body,
    },
  );
}

/** Whether a status is an error on its own. */
export function isFailure(status: number): boolean {
  return status < 200 || status > 299;
}

/** A message that fits a log line; all of it is in the body. */
function brief(text: string): string {
  const line = text.length > 500 ? `${text.slice(0, 500)}…` : text;
  return line.replace(/\.$/, '');
}

const classes: Readonly<Record<number, typeof AltegioApiError>> = {
  400: AltegioValidationError,
  401: AltegioAuthenticationError,
  402: AltegioLicenseError,
  403: AltegioPermissionError,
  404: AltegioNotFoundError,
  409: AltegioConflictError,
  422: AltegioValidationError,
  429: AltegioRateLimitError,
};

function classOf(status: number): typeof AltegioApiError {
  return classes[status] ?? (status >= 500 ? AltegioServerError : AltegioApiError);
}

/** Also for status 0, as which a browser shows a redirect that is not to be followed. */
const notFollowed = 'Redirects are not followed, since the tokens would go along.';

/** What this status means at this API; a proxy in front of it responds with text and means something else. */
function hint({ security }: Operation, status: number, body: unknown, issues: readonly Issue[]): string {
  if (security === 'none') return '';
  const isPartners = security === 'partner' || security === 'bearer';
  if (status === 401) {
    const tokens = isPartners ? 'the partner token, and the user token where one was sent' : 'both tokens';
    return `Check ${tokens}; some operations respond to a missing right with 401 too.`;
  }
  // A 403 with a code of its own says why, and often something else: a booking's 434 is a blacklisted phone.
  if (status === 403 && typeof body !== 'string' && issues.every(({ code = 403 }) => Number(code) === 403)) {
    const who = isPartners
      ? 'The partner of this token lacks a right'
      : 'The user of this token lacks a right in this location';
    return `${who} (the API does not say which).`;
  }
  return '';
}

/** Entries from `meta.errors`, `errors` (list of JSON:API or of a problem, legacy object) and `error`, or a problem's own code. */
function issuesOf(body: unknown): Issue[] {
  const issues: Issue[] = [];
  if (!isRecord(body)) return issues;
  const meta = isRecord(body.meta) ? body.meta : {};
  for (const entries of [meta.errors, body.errors, body.error]) collect(issues, entries, undefined);
  const { code, title, detail = title } = body;
  // RFC 9457: what is wrong as a whole has a title, and here a code.
  if (issues.length === 0 && typeof code === 'string' && typeof title === 'string')
    issues.push({ code, message: firstText(detail) ?? title });
  return issues;
}

function collect(issues: Issue[], value: unknown, field: string | undefined): void {
  if (typeof value === 'string') {
    if (value !== '') issues.push(withField({ message: value }, field));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(issues, item, field);
  } else if (isRecord(value)) {
    const message = textOf(value);
    if (message === undefined) {
      for (const name of Object.keys(value)) collect(issues, value[name], fieldName(name, field));
      return;
    }
    const issue: Issue = { message };
    const code = value.code ?? value.status;
    if (typeof code === 'string' || typeof code === 'number') issue.code = code;
    issues.push(withField(issue, sourceOf(value) ?? field));
  }
}

/** Members of a JSON:API error object. */
const entryNames = new Set(['id', 'status', 'code', 'title', 'detail', 'source', 'links', 'meta']);

/** The text of an entry. A map from fields to texts has none, even when one of its fields is called title. */
function textOf(entry: Record<string, unknown>): string | undefined {
  const title = Object.keys(entry).every((name) => entryNames.has(name)) ? entry.title : undefined;
  return firstText(entry.detail, entry.message, entry.error, title);
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/** `[date_to]` is `date_to`; a list position is no name, its parent is. */
function fieldName(name: string, parent: string | undefined): string | undefined {
  if (/^\d+$/.test(name)) return parent;
  return name.replace(/^\[(.*)\]$/, '$1').replaceAll('][', '.');
}

/** The field of a JSON:API error (`source.pointer`, `source.parameter`), of a bulk refusal (`field`) or a problem (`pointer`). */
function sourceOf(value: Record<string, unknown>): string | undefined {
  const { source, field, pointer } = value;
  return firstText(isRecord(source) ? (source.parameter ?? source.pointer) : (field ?? pointer))
    ?.split('/')
    .at(-1);
}

function withField(issue: Issue, field: string | undefined): Issue {
  if (field !== undefined && field !== '') issue.field = field;
  return issue;
}

function fieldsOf(issues: Issue[]): Record<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const { field, message } of issues) {
    if (field === undefined) continue;
    const messages = fields.get(field);
    if (messages) messages.push(message);
    else fields.set(field, [message]);
  }
  // fromEntries defines own properties, so that a field named __proto__ stays a field.
  return Object.fromEntries(fields);
}

function messageOf(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const meta = isRecord(body.meta) ? body.meta : {};
  return firstText(meta.message, body.message, body.detail, body.title);
}

/** The message of a response, and its first entries: a general text such as "Validation error" names no field. */
function summaryOf(message = '', issues: readonly Issue[]): string {
  const entries = issues.slice(0, 3).filter((issue) => !message.includes(issue.message));
  if (entries.length === 0) return message;
  const texts = [...(message ? [message] : []), ...entries.map(describeIssue)];
  return texts.map((text) => text.replace(/\.$/, '')).join('; ');
}

function describeIssue({ field, message }: Issue): string {
  return field ? `${field}: ${message}` : message;
}
