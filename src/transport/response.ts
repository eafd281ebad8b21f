// A response: read once, within a size limit, and turned into the value that a call promises.
import { type FailingCall, failed } from '../errors/call-error.ts';
import { AltegioDecodeError } from '../errors/errors.ts';
import type { SentRequest } from '../errors/outcome.ts';
import { redactor } from '../errors/redact.ts';
import { isObject, isRecord } from '../util/check.ts';
import { essenceOf, isText } from './media-type.ts';

/** An HTTP response that has been read completely. */
export interface ReceivedResponse {
  status: number;
  headers: Headers;
  /** The body as it came: bytes, or text where somebody's fetch gives only that; `undefined` for none. */
  content: Uint8Array<ArrayBuffer> | string | undefined;
  /** As fetch returned it, its body read; `undefined` where there is middleware, which may have changed it. */
  original?: Response | undefined;
  /** The request that it belongs to; `undefined` where a middleware made it. */
  sending?: SentRequest | undefined;
}

/** Makes the value of a successful response. */
export type Read = (call: FailingCall & { secrets: Iterable<string> }, response: ReceivedResponse) => unknown;

/**
 * The value that a successful response stands for. Throws `AltegioDecodeError` where it is not what was promised;
 * the call's secrets are kept out of it.
 */
export const decode: Read = (call, response) => {
  const { operation, secrets } = call;
  const { headers, status } = response;
  const promised = operation.response;
  const unreadable = (what: string, cause?: unknown) =>
    failed(
      AltegioDecodeError,
      call,
      `failed: HTTP ${status} came with ${redactor(secrets)(what)}, which cannot be read`,
      { status, outcome: 'unknown', cause },
    );
  if (isEmpty(response)) {
    // An empty list and a read that failed must not look the same, nor a write that was done and one that was not.
    const mayBeEmpty = status === 204 || status === 205 || promised === 'none' || promised === 'any';
    if (!mayBeEmpty) throw unreadable('an empty response');
    return undefined;
  }
  const isJson = promised === 'json' || promised === 'array' || promised === 'none';
  const text = textOf(response, isJson);
  if (text === undefined) {
    if (isJson) throw unreadable(`a response of type ${essenceOf(headers.get('content-type')) ?? 'unknown'}`);
    return blobOf(response);
  }
  if (promised === 'blob') {
    // In place of the document may come the envelope of a failure.
    const body = parsed(text) as { success?: unknown } | undefined | null;
    if (body?.success === false) return body;
    // A document without a media type: only HTML pages and JSON of a server that failed are recognised.
    if (!headers.get('content-type') && body === undefined && !isPage(text)) return blobOf(response);
    throw unreadable(describe(text, headers));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (promised === 'any') return text;
    // Engines quote the text in the message, and the text may repeat what was sent.
    const plain = new SyntaxError((cause as Error).message.replace(/["'][\s\S]*["']/, '…'));
    throw unreadable(describe(text, headers), plain);
  }
  if (operation.envelope === 'maybe' && isBare(value)) return { success: true, data: value, meta: [] };
  const isAsPromised =
    promised === 'json' ? isRecord(value) : promised !== 'array' || isRecord(value) || Array.isArray(value);
  if (!isAsPromised)
    throw unreadable(`${nameOf(value)} in place of ${promised === 'json' ? 'an object' : 'a list'}`);
  return value;
};

/** JSON without the envelope; null and plain values stand for nothing that a schema describes. */
function isBare(value: unknown): boolean {
  return isObject(value) && !('success' in value);
}

/** The kind of a JSON value, never what it holds: it may repeat what was sent. */
function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** The body of an error response: JSON where it is JSON, else the text, or a Blob where it is no text. */
export function decodeLoosely(response: Pick<ReceivedResponse, 'headers' | 'content'>): unknown {
  if (!response.content?.length) return undefined;
  const text = textOf(response);
  if (text === undefined) return blobOf(response);
  return parsed(text) ?? (text === 'null' ? null : text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

// Each is made once, and when it is first needed: making one costs as much as reading a short text.
const loosely = lazily(() => new TextDecoder());
const strictly = lazily(() => new TextDecoder('utf-8', { fatal: true }));

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function isEmpty({ content }: ReceivedResponse): boolean {
  if (!content) return true;
  // Nothing but white space is no JSON either; longer content cannot be.
  if (content.length > 16) return false;
  return (typeof content === 'string' ? content : loosely().decode(content)).trim() === '';
}

/** The text of a body; `undefined` for one that is bytes. Without a media type it is text if it can or must be. */
function textOf(
  { headers, content }: Pick<ReceivedResponse, 'headers' | 'content'>,
  mustBe = false,
): string | undefined {
  if (typeof content === 'string') return content;
  const essence = essenceOf(headers.get('content-type'));
  if (essence !== undefined && !isText(essence)) return undefined;
  try {
    // What calls itself text is, whatever its bytes.
    return (essence === undefined && !mustBe ? strictly : loosely)().decode(content);
  } catch {
    return undefined;
  }
}

function blobOf({ headers, content }: Pick<ReceivedResponse, 'headers' | 'content'>): Blob {
  return new Blob([content ?? ''], { type: headers.get('content-type') ?? '' });
}

/** Names what arrived in place of JSON, without quoting it: it may repeat what was sent. */
export function describe(content: string, headers: Headers): string {
  const ray = /^[0-9a-f]{1,20}(-[A-Z]{3})?$/.exec(headers.get('cf-ray') ?? '')?.[0];
  const proxy = ray ? ` of a proxy in front of the API (cf-ray ${ray})` : '';
  if (isPage(content)) return `an HTML page${proxy}`;
  if (/^\s*[[{"]/.test(content)) return 'broken JSON';
  return `text that is not JSON${proxy}`;
}

function isPage(text: string): boolean {
  return /^\s*<(!doctype|html|head|body)/i.test(text);
}

/** The error of a body that is larger than the client reads. */
export function tooLargeError(call: FailingCall, status: number, maxBytes: number): AltegioDecodeError {
  return failed(AltegioDecodeError, call, `got a response of more than maxResponseBytes (${maxBytes})`, {
    status,
  });
}

/** A platform Response of any response, its bytes unchanged. */
export function toResponse({ status, headers, content }: ReceivedResponse): Response {
  return makeResponse(status, headers, content);
}

/** A platform Response with any status. */
export function makeResponse(status: number, headers: Headers, body: BodyInit | null | undefined): Response {
  // The constructor knows 200 to 599 only, and refuses a body where HTTP has none.
  const isEmpty = status === 204 || status === 205 || status === 304;
  const known = status >= 200 && status <= 599 ? status : 599;
  return new Response(isEmpty ? null : body, { status: known, headers });
}
