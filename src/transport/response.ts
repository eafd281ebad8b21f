// A response: read once, within a size limit, and turned into the value that a call promises.
import { type Concerned, failed } from '../errors/call-error.ts';
import { AltegioDecodeError } from '../errors/errors.ts';
import { redactor } from '../errors/redact.ts';

/** An HTTP answer that has been read completely. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Text for JSON and text types, a Blob for everything else, `undefined` when there was no body. */
  content: string | Blob | undefined;
  /** An earlier attempt of this write may have been carried out. */
  doubt: boolean;
}

/** What ends the reading of a body before its own end. */
export interface Bounds {
  maxBytes: number;
  /** Makes the error for a body of more bytes. */
  tooLarge(): Error;
  signal?: AbortSignal;
}

const unbounded: Bounds = { maxBytes: Number.POSITIVE_INFINITY, tooLarge: () => new Error() };

/** Reads the body of a response. */
export async function readContent(
  { body, headers }: Response,
  { maxBytes, tooLarge, signal }: Bounds = unbounded,
): Promise<Answer['content']> {
  if (body === null) return undefined;
  const reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> = body.getReader();
  // Not awaited: a server that never ends its answer must not hold the error back.
  const cancel = () => void reader.cancel().catch(() => {});
  // The platform's fetch ends the body itself; another one may not.
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  // Counted in any case: an announced length binds neither a fetch of the caller's nor a compressed body.
  let size = Number(headers.get('content-length')) > maxBytes ? Number.POSITIVE_INFINITY : 0;
  // Not <=: chunks that are no bytes have no size, and fail where they are decoded.
  while (!(size > maxBytes)) {
    const { done, value } = await reader.read();
    if (done) return contentOf(chunks, headers.get('content-type'));
    size += value.byteLength;
    chunks.push(value);
  }
  cancel();
  throw tooLarge();
}

function contentOf(chunks: Uint8Array<ArrayBuffer>[], type: string | null): string | Blob {
  return !type || /json|^text\/|xml|urlencoded/i.test(type) ? decodeText(chunks) : new Blob(chunks, { type });
}

function decodeText(chunks: Uint8Array[]): string {
  const decoder = new TextDecoder();
  const last = chunks.length - 1;
  return chunks.map((chunk, index) => decoder.decode(chunk, { stream: index < last })).join('');
}

/** Makes the value of a successful answer. */
export type Read = (call: Concerned & { secrets: Iterable<string> }, answer: Answer) => unknown;

/**
 * The value that a successful answer stands for. Throws `AltegioDecodeError` where it is not what was promised;
 * the call's secrets are kept out of it.
 */
export const decode: Read = (call, answer) => {
  const { operation, secrets } = call;
  const { content, headers, status } = answer;
  const unreadable = (what: string, cause?: unknown) =>
    failed(
      AltegioDecodeError,
      call,
      `failed: HTTP ${status} came with ${redactor(secrets)(what)}, which cannot be read`,
      { status, outcome: 'unknown', cause },
    );
  if (content instanceof Blob) {
    if (operation.response === 'json') throw unreadable(`an answer of type ${content.type}`);
    return content;
  }
  if (content === undefined || content.trim() === '') {
    // An empty list and a read that failed must not look the same; deletes and changes often answer nothing.
    if (operation.safe && status !== 204 && operation.response !== 'any') throw unreadable('an empty answer');
    return undefined;
  }
  if (operation.response === 'blob') {
    // In place of the document may come the envelope of a failure.
    const body = decodeLoosely(content) as { success?: unknown } | undefined | null;
    if (body?.success === false) return body;
    throw unreadable(describe(content, headers));
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    if (operation.response === 'any') return content;
    // Engines quote the text in the message, and the text may repeat what was sent.
    const plain = new SyntaxError((cause as Error).message.replace(/["'][\s\S]*["']/, '…'));
    throw unreadable(describe(content, headers), plain);
  }
};

/** The body of an error answer: JSON where it is JSON, else the text. */
export function decodeLoosely(content: Answer['content']): unknown {
  if (typeof content !== 'string' || content === '') return content || undefined;
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}

/** Names what arrived in place of JSON, without quoting it: it may repeat what was sent. */
export function describe(content: string, headers: Headers): string {
  const ray = /^[0-9a-f]{1,20}(-[A-Z]{3})?$/.exec(headers.get('cf-ray') ?? '')?.[0];
  const proxy = ray ? ` of a proxy in front of the API (cf-ray ${ray})` : '';
  if (/^\s*<(!doctype|html|head|body)/i.test(content)) return `an HTML page${proxy}`;
  if (/^\s*[[{"]/.test(content)) return 'broken JSON';
  return `text that is not JSON${proxy}`;
}

/** A platform Response of any answer. */
export function makeResponse(status: number, headers: Headers, body: BodyInit | null | undefined): Response {
  // The constructor knows 200 to 599 only, and refuses a body where HTTP has none.
  const isEmpty = status === 204 || status === 205 || status === 304;
  const known = status >= 200 && status <= 599 ? status : 599;
  return new Response(isEmpty ? null : body, { status: known, headers });
}

/** What somebody returned in place of a Response that can be read, in words; `undefined` for one that can. */
export function flawOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return `${value === null ? 'null' : typeof value}`;
  const { status, headers, body } = value as Partial<Response>;
  if (typeof status !== 'number') return 'an object without a status';
  if (typeof headers?.get !== 'function') return 'a Response without headers';
  if (body === null) return undefined;
  if (typeof body?.getReader !== 'function') return 'a Response whose body is no ReadableStream';
  return body.locked || (value as Response).bodyUsed ? 'a Response whose body has been read' : undefined;
}
