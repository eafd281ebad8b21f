// What the API says when it refuses, in the forms that it has: the envelope of v1, and the errors of JSON:API.
import type { ApiName } from '../request/base-url.ts';
import { jsonReply, type Reply } from './exchange.ts';

/** What is wrong with a request, and where. */
export interface Finding {
  path: readonly (string | number)[];
  message: string;
}

/** A refusal: a message, what is wrong by field, and the codes of a booking. */
export interface Refusal {
  status: number;
  message: string;
  findings?: readonly Finding[];
  codes?: readonly { code: number; message: string; id?: unknown }[];
  headers?: Record<string, string>;
}

const usual: Record<number, string> = {
  400: 'The request is malformed',
  401: 'Authorization failed',
  402: 'The license has ended',
  403: 'No rights to do this',
  404: 'Not found',
  405: 'The method is not allowed here',
  409: 'The time is taken',
  422: 'Validation error',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'The service is not available',
};

/** The API whose form of refusals belongs to a path. */
export function apiOf(pathname: string): ApiName {
  return pathname.startsWith('/api/v2/') ? 'v2' : 'v1';
}

/** The message of a status that has no other. */
export function usualMessage(status: number): string {
  return usual[status] ?? 'The request was refused';
}

/** The response of a refusal. */
export function refuse(
  api: ApiName,
  { status, message, findings = [], codes, headers = {} }: Refusal,
): Reply {
  if (api === 'v2' && !codes)
    return jsonReply(status, { errors: jsonApi(status, message, findings) }, headers);
  const errors = codes ?? byField(findings);
  const isEmpty = !codes && findings.length === 0;
  return jsonReply(
    status,
    { success: false, data: null, meta: isEmpty ? { message } : { message, errors } },
    headers,
  );
}

function byField(findings: readonly Finding[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of findings) {
    const field = path.join('.') || 'body';
    fields[field] = [...(fields[field] ?? []), message];
  }
  return fields;
}

function jsonApi(status: number, title: string, findings: readonly Finding[]): object[] {
  if (findings.length === 0) return [{ status: String(status), title, detail: `${title}.` }];
  return findings.map(({ path, message }) => ({
    status: String(status),
    title,
    detail: message,
    source: { pointer: `/data/attributes/${path.join('.') || 'body'}` },
  }));
}

/** The codes of a refused booking, as the description of Online Booking has them. */
const bookingCodes: Record<number, string> = {
  422: 'No service is selected',
  431: 'The phone number has the wrong format',
  432: 'The code from the SMS is wrong',
  433: 'The time is taken or the team member does not work then',
  434: 'The phone number is on the blacklist',
  435: 'The client has no name',
  436: 'No team member is free',
  437: 'The visit overlaps another one of the same request',
  438: 'A service cannot be booked',
};

/** A refused booking: `code` stands in the body, beside the HTTP status. */
export function bookingRefusal(code: number, id?: unknown, status = code === 434 ? 403 : 422): Refusal {
  const message = bookingCodes[code] ?? 'The booking was refused';
  return { status, message, codes: [{ code, message, ...(id === undefined ? {} : { id }) }] };
}
