// Reads the body of an incoming request, up to a limit.
import { isBytes, isStream, joined } from '../util/content.ts';
import { AltegioWebhookError } from './error.ts';

/**
 * The bytes of a body as platforms and frameworks have it: a stream of either kind, text, bytes, or parsed already. What a framework has read or parsed is handed on. Rejects with a 413 as soon as it is too large; what
 * is left of a stream is not read.
 */
export async function readBody(body: unknown, maxBytes: number): Promise<unknown> {
  if (typeof body === 'string') {
    // No more bytes than three for each unit, so that only long texts are encoded.
    const size = body.length * 3 > maxBytes ? new TextEncoder().encode(body).byteLength : 0;
    if (size > maxBytes) throw tooLarge(maxBytes);
    return body;
  }
  if (isBytes(body)) {
    if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
    return body;
  }
  const chunks = isStream(body) ? chunksOf(body) : isIterable(body) ? body : undefined;
  if (!chunks) return body;
  try {
    return await collected(chunks, maxBytes);
  } catch (error) {
    if (error instanceof AltegioWebhookError) throw error;
    throw new AltegioWebhookError('The body of a webhook broke off.', 400, error);
  }
}

async function collected(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer> | string>,
  maxBytes: number,
): Promise<unknown> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return parts.length === 0 ? '' : joined(parts);
}

/** Not every platform's streams can be iterated. */
async function* chunksOf(stream: ReadableStream): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader.read()) as ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: some streams never settle it. One that has ended ignores it.
    reader.cancel().catch(() => {});
  }
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array<ArrayBuffer> | string> {
  return typeof (body as Partial<AsyncIterable<unknown>> | null)?.[Symbol.asyncIterator] === 'function';
}

export function tooLarge(maxBytes: number): AltegioWebhookError {
  return new AltegioWebhookError(
    `The webhook is larger than maxBodyBytes (${maxBytes}); its body was not read.`,
    413,
  );
}
