// What came back over the wire: read once, within a size limit, and turned into the value that a call promises.
import { AltegioDecodeError } from './errors.ts';
import { advice, type Trace } from './outcome.ts';
import { redactor } from './redact.ts';
import { facts, label, type Operation } from './table.ts';

/** An HTTP answer that has been read completely. */
export interface Answer extends Partial<Trace> {
  status: number;
  headers: Headers;
  /** Text for JSON and text types, a Blob for everything else, `undefined` when there was no body. */
  content: string | Blob | undefined;
  attempts: number;
  waitedMs: number;
  /** An earlier attempt of this write may have been carried out. */
  doubt: boolean;
}

/** Thrown inside the transport when an answer is larger than the client allows. */
export class TooLarge extends Error {
  readonly limit: number;
  readonly status: number;
  constructor(limit: number, status: number) {
    super(`more than ${limit} bytes`);
    this.limit = limit;
    this.status = status;
  }
}

/** Reads the body of a response, at most `limit` bytes, until `signal` aborts. */
export async function readContent(
  response: Response,
  limit: number,
  signal?: AbortSignal,
): Promise<Answer['content']> {
  const { body, headers, status } = response;
  if (body === null) return undefined;
  if (Number(headers.get('content-length')) > limit) {
    // Not awaited: a server that never sends the announced bytes must not hold the error back.
    body.cancel().catch(() => {});
    throw new TooLarge(limit, status);
  }
  // Counted in any case: an announced length does not bind a fetch of the caller's, nor compressed bytes.
  const chunks = await readChunks(body, limit, status, signal);
  const type = headers.get('content-type');
  return isTextType(type) ? decodeText(chunks) : new Blob(chunks, { type: type! });
}

async function readChunks(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
  status: number,
  signal: AbortSignal | undefined,
) {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  // The platform's fetch ends the body itself; another one may not.
  signal?.addEventListener('abort', cancel, { once: true });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    size += value.byteLength;
    if (size > limit) {
      cancel();
      throw new TooLarge(limit, status);
    }
    chunks.push(value);
  }
}

function decodeText(chunks: Uint8Array[]): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function isTextType(type: string | null): boolean {
  return !type || /json|^text\/|xml|urlencoded/i.test(type);
}

/**
 * The value that a successful answer stands for. Throws `AltegioDecodeError` where it is not what was promised;
 * `secrets` are kept out of it.
 */
export function decode(operation: Operation, answer: Answer, secrets: Iterable<string> = []): unknown {
  const unreadable = (what: string, cause?: unknown) => decodeError(operation, answer, what, secrets, cause);
  const { content, status } = answer;
  if (content instanceof Blob) {
    if (operation.answer === 'json') throw unreadable(`an answer of type ${content.type}`);
    return content;
  }
  if (content === undefined || content.trim() === '') {
    // An empty list and a read that failed must not look the same; deletes and changes often answer nothing.
    if (operation.safe && status !== 204 && operation.answer !== 'any') {
      throw unreadable('an empty answer');
    }
    return undefined;
  }
  if (operation.answer === 'blob') {
    // In place of the document may come the envelope of a failure.
    const body = decodeLoosely(content) as { success?: unknown } | undefined | null;
    if (body?.success === false) return body;
    throw unreadable(describe(content, answer.headers));
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    if (operation.answer === 'any') return content;
    // Engines quote the text in the message, and the text may repeat what was sent.
    const plain = new SyntaxError((cause as Error).message.replace(/["'][\s\S]*["']/, '…'));
    throw unreadable(describe(content, answer.headers), plain);
  }
}

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

function decodeError(
  operation: Operation,
  answer: Answer,
  what: string,
  secrets: Iterable<string>,
  cause: unknown,
): AltegioDecodeError {
  const { status, attempts, waitedMs, callId, retries } = answer;
  const text = `${label(operation)}: HTTP ${status} came with ${redactor(secrets)(what)}, which cannot be read.`;
  const known = { attempts, waitedMs, callId, retries };
  const info = { ...facts(operation), outcome: 'unknown', ...known, cause } as const;
  return new AltegioDecodeError(`${text} ${advice(operation, 'unknown')}`, status, info);
}
