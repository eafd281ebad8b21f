// What came back over the wire: read once, within a size limit, and turned into the value that a call promises.
import { AltegioDecodeError } from './errors.ts';
import { facts, label, type Operation } from './table.ts';

/** An HTTP answer that has been read completely. */
export interface Answer {
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
  constructor(limit: number) {
    super(`more than ${limit} bytes`);
    this.limit = limit;
  }
}

/** Reads the body of a response, at most `limit` bytes. */
export async function readContent(response: Response, limit: number): Promise<Answer['content']> {
  const { body, headers } = response;
  if (body === null) return undefined;
  const length = headers.get('content-length');
  if (length !== null && Number(length) > limit) {
    // Not awaited: a server that never sends the announced bytes must not hold the error back.
    body.cancel().catch(() => {});
    throw new TooLarge(limit);
  }
  const isText = isTextType(headers.get('content-type'));
  // The announced length binds the reader, unless the bytes are compressed and grow.
  if (length !== null && !headers.has('content-encoding')) return isText ? response.text() : response.blob();
  const chunks = await readChunks(body, limit);
  return isText ? decodeText(chunks) : new Blob(chunks, { type: headers.get('content-type') ?? '' });
}

async function readChunks(body: ReadableStream<Uint8Array<ArrayBuffer>>, limit: number) {
  const reader = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    size += value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => {});
      throw new TooLarge(limit);
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

/** The value that a successful answer stands for. Throws `AltegioDecodeError` where it is not what was promised. */
export function decode(operation: Operation, answer: Answer): unknown {
  const { content, status } = answer;
  if (content instanceof Blob) {
    if (operation.answer === 'json') throw unreadable(operation, answer, `an answer of type ${content.type}`);
    return content;
  }
  if (content === undefined || content.trim() === '') {
    // An empty list and a read that failed must not look the same; deletes and changes often answer nothing.
    if (operation.safe && status !== 204 && operation.answer !== 'any') {
      throw unreadable(operation, answer, 'an empty answer');
    }
    return undefined;
  }
  if (operation.answer === 'blob') {
    // In place of the document may come the envelope of a failure.
    const body = decodeLoosely(content) as { success?: unknown } | undefined | null;
    if (body?.success === false) return body;
    throw unreadable(operation, answer, describe(content, answer.headers));
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    if (operation.answer === 'any') return content;
    // Engines quote the text in the message, and the text may repeat what was sent.
    const plain = new SyntaxError((cause as Error).message.replace(/["'][\s\S]*["']/, '…'));
    throw unreadable(operation, answer, describe(content, answer.headers), plain);
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
  const ray = headers.get('cf-ray');
  const proxy = ray ? ` of a proxy in front of the API (cf-ray ${ray})` : '';
  if (/^\s*<(!doctype|html|head|body)/i.test(content)) return `an HTML page${proxy}`;
  if (/^\s*[[{"]/.test(content)) return 'broken JSON';
  return `text that is not JSON${proxy}`;
}

function unreadable(operation: Operation, answer: Answer, what: string, cause?: unknown): AltegioDecodeError {
  const advice = operation.safe
    ? 'The call may be repeated.'
    : 'The write may have happened: read it back before trying again.';
  return new AltegioDecodeError(
    `${label(operation)}: HTTP ${answer.status} came with ${what}, which cannot be read. ${advice}`,
    answer.status,
    { ...facts(operation), outcome: 'unknown', attempts: answer.attempts, waitedMs: answer.waitedMs, cause },
  );
}
