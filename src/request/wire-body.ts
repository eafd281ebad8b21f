// The body as it goes to fetch: text, bytes or a stream. Every fetch sends those alike, whatever copy of the platform's
// classes it knows, and they can be sent again.
import { bytesOf, type Content, isBlob, isBytes, isForm, isParams, isStream } from '../util/content.ts';
import { writeForm } from './multipart.ts';

/** What fetch gets as a body. */
type WireContent = string | Uint8Array<ArrayBuffer> | ReadableStream | undefined;

/** A body ready to be sent. */
export interface WireBody {
  content: WireContent;
  /** Content type that the body itself brings; that of a form, with its boundary, is the only right one. */
  type?: string | undefined;
}

/**
 * Writes a body for fetch. Rejects with a `TypeError` for what is no body: a middleware may have set anything, and
 * fetch would send `[object Object]`.
 */
export async function toWire(content: Content | null): Promise<WireBody> {
  if (content === undefined || content === null) return { content: undefined };
  if (typeof content === 'string') return { content };
  if (isStream(content)) {
    if (content.locked)
      throw new TypeError('the stream of the body is locked: it has a reader, or was sent already');
    return { content };
  }
  if (isForm(content)) return writeForm(content);
  if (isParams(content)) {
    return { content: String(content), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
  }
  if (isBlob(content)) return { content: await bytesOf(content), type: content.type || undefined };
  if (ArrayBuffer.isView(content)) {
    const { buffer, byteOffset, byteLength } = content;
    return { content: new Uint8Array(buffer, byteOffset, byteLength) };
  }
  if (isBytes(content)) return { content: new Uint8Array(content) };
  throw new TypeError('the body is neither text nor bytes, a form, a Blob or a stream: write JSON as text');
}

/** What is wrong with a Content-Length that the caller gave; a wrong one makes a server wait for the rest, or cut it. */
export function lengthProblem(given: string | undefined, content: WireContent): string | undefined {
  if (given === undefined || isStream(content)) return undefined;
  const size = typeof content === 'string' ? new TextEncoder().encode(content).length : content?.byteLength;
  return Number(given) === (size ?? 0)
    ? undefined
    : `must not hold content-length ${given}: the body has ${size ?? 0} bytes, and fetch says so itself`;
}
