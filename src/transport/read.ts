// Reads the body of a Response: the platform's as a stream, with a limit; that of another fetch in the way it knows.
import type { OnStop } from '../util/abort.ts';
import { joined } from '../util/content.ts';
import { essenceOf, isText } from './media-type.ts';
import type { ReceivedResponse } from './response.ts';

type Chunk = Uint8Array<ArrayBuffer>;

/** What ends the reading of a body before its own end. */
interface Bounds {
  maxBytes: number;
  /** Makes the error for a body of more bytes. */
  tooLarge(): Error;
  /** Has the body cancelled when nobody waits for it any more. */
  onStop: OnStop;
}

/** Reads the body of a response, and cancels it when it grows too large or nobody waits for it any more. */
export async function readContent(response: Response, bounds: Bounds): Promise<ReceivedResponse['content']> {
  const { body } = response;
  if (body === null) return undefined;
  const length = Number(headersOf(response).get('content-length'));
  const reader = typeof body?.getReader === 'function' ? body.getReader() : undefined;
  // Not awaited: a server that never ends its response must not hold the error back.
  const cancel = () => {
    if (reader) reader.cancel().catch(() => {});
    else (body as { destroy?(): void } | undefined)?.destroy?.();
  };
  const { onStop, maxBytes, tooLarge } = bounds;
  // The platform's fetch ends the body itself; another one may not.
  onStop(cancel);
  // Counted in any case: an announced length binds neither a fetch of the caller's nor a compressed body.
  const content =
    length > maxBytes
      ? undefined
      : await (reader ? readStream(reader, maxBytes) : readWhole(response, maxBytes));
  if (content !== undefined) return content;
  cancel();
  throw tooLarge();
}

/** All of a stream, or `undefined` when that is more than `maxBytes`. */
async function readStream(
  reader: ReadableStreamDefaultReader<Chunk>,
  maxBytes: number,
): Promise<Chunk | undefined> {
  const chunks: Chunk[] = [];
  let size = 0;
  while (size <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks);
    if (!ArrayBuffer.isView(value))
      throw new TypeError('the body of the response holds something else than bytes');
    size += value.byteLength;
    chunks.push(value);
  }
  return undefined;
}

/**
 * A body that is no web stream (node-fetch, React Native, a double of a test), as a whole. Text first: React Native
 * cannot make bytes of it, and UTF-8 survives it.
 */
async function readWhole(
  response: Partial<Response>,
  maxBytes: number,
): Promise<ReceivedResponse['content']> {
  const essence = essenceOf(headersOf(response as Response).get('content-type'));
  const has = (name: 'text' | 'arrayBuffer') => typeof response[name] === 'function';
  const asText = has('text') && (!has('arrayBuffer') || (essence !== undefined && isText(essence)));
  let content: Chunk | string;
  if (asText) content = await response.text!();
  else if (has('arrayBuffer')) content = new Uint8Array(await response.arrayBuffer!());
  else content = JSON.stringify(await response.json!());
  return content.length > maxBytes ? undefined : content;
}

/** The headers of a response; a double may have them as a plain object. */
export function headersOf({ headers }: Response): Headers {
  return typeof headers?.get === 'function' ? headers : new Headers(headers);
}

/** What somebody returned in place of a Response that can be read, in words; `undefined` for one that can. */
export function flawOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return `${value === null ? 'null' : typeof value}`;
  const { status, headers, body, bodyUsed, text, arrayBuffer, json } = value as Partial<Response>;
  if (typeof status !== 'number') return 'an object without a status';
  if (typeof headers !== 'object' || headers === null) return 'a Response without headers';
  if (body === null) return undefined;
  const isStream = typeof body?.getReader === 'function';
  if (!isStream && ![text, arrayBuffer, json].some((read) => typeof read === 'function'))
    return 'a Response without a body that can be read';
  return body?.locked || bodyUsed ? 'a Response whose body has been read' : undefined;
}
