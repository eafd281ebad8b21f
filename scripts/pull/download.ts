// Downloads one document: bounded attempts, each with a timeout over headers and body, a cap on the size,
// redirects followed by hand and only on the same origin.

import { retryAfterSeconds } from '../../src/transport/retry-after.ts';

export interface Limits {
  /** Attempts in all. */
  readonly attempts: number;
  /** Per attempt: redirects, headers and the whole body. */
  readonly timeoutMs: number;
  /** Before the second attempt; doubled each time after. */
  readonly backoffMs: number;
  /** The longest wait that a Retry-After header can ask for. */
  readonly maxRetryAfterMs: number;
  readonly maxBytes: number;
}

interface DownloadOptions {
  readonly etag?: string | undefined;
  readonly fetch: typeof fetch;
  readonly limits: Limits;
  readonly log: (line: string) => void;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

export type Download =
  | { readonly kind: 'document'; readonly bytes: Uint8Array; readonly etag: string | undefined }
  | { readonly kind: 'not-modified' };

type Attempt =
  | Download
  | { readonly kind: 'failed'; readonly reason: string; readonly waitSeconds?: number | undefined };

export const DEFAULT_LIMITS: Limits = {
  attempts: 4,
  timeoutMs: 30_000,
  backoffMs: 1_000,
  maxRetryAfterMs: 30_000,
  maxBytes: 20 * 1024 * 1024,
};

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Downloads `url`; throws an error that names what happened, but not the URL. */
export async function download(url: string, options: DownloadOptions): Promise<Download> {
  const { limits, log, sleep } = options;
  for (let number = 1; ; number++) {
    const result = await attempt(url, options);
    if (result.kind !== 'failed') return result;
    if (number >= limits.attempts) throw new Error(`${result.reason} (${number} attempts); try again later`);
    // Jitter keeps the four APIs, which are pulled at once, from coming back in one burst.
    const backoffMs = limits.backoffMs * 2 ** (number - 1) * (0.5 + Math.random() / 2);
    const askedMs = result.waitSeconds === undefined ? backoffMs : result.waitSeconds * 1000;
    const waitMs = Math.min(askedMs, limits.maxRetryAfterMs);
    log(`${url}: ${result.reason}; attempt ${number + 1} of ${limits.attempts} in ${Math.round(waitMs)} ms`);
    await sleep(waitMs);
  }
}

async function attempt(url: string, options: DownloadOptions): Promise<Attempt> {
  const { timeoutMs } = options.limits;
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort();
  }, timeoutMs);
  try {
    return await readResponse(await follow(url, options, controller.signal), options);
  } catch (error) {
    if (error instanceof RefusedResponse) throw error;
    const reason = timedOut
      ? `no complete response within ${timeoutMs} ms`
      : `the connection failed (${causeOf(error)})`;
    return { kind: 'failed', reason };
  } finally {
    clearTimeout(timer);
    // A body that nobody reads (a redirect's, an error's, one that is too large) would keep its connection open.
    controller.abort();
  }
}

async function follow(url: string, options: DownloadOptions, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/yaml, text/yaml, text/plain, */*;q=0.5' };
  if (options.etag) headers['if-none-match'] = options.etag;
  let current = new URL(url);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await options.fetch(current, { headers, redirect: 'manual', signal });
    if (!REDIRECTS.has(response.status)) return response;
    current = redirectTarget(current, response);
  }
  throw new RefusedResponse(`the server redirects more than ${MAX_REDIRECTS} times; check the address`);
}

function redirectTarget(from: URL, response: Response): URL {
  const location = response.headers.get('location') ?? '';
  const target = location !== '' && URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (!target)
    throw new RefusedResponse(`the server responds with HTTP ${response.status} without a usable Location`);
  if (target.origin !== from.origin) {
    throw new RefusedResponse(
      `the server redirects to another host (${target.origin}); if that is the new address, pull with --from`,
    );
  }
  return target;
}

async function readResponse(response: Response, options: DownloadOptions): Promise<Attempt> {
  const { status, headers } = response;
  if (status === 200) {
    const bytes = await readBody(response, options.limits.maxBytes);
    return { kind: 'document', bytes, etag: usableEtag(headers.get('etag')) };
  }
  if (status === 304 && options.etag) return { kind: 'not-modified' };
  if (status === 408 || status === 429 || status >= 500) {
    const waitSeconds = retryAfterSeconds({ status, headers, content: undefined }, options.now().getTime());
    return { kind: 'failed', reason: `the server responds with HTTP ${status}`, waitSeconds };
  }
  throw new RefusedResponse(
    status === 404 || status === 410
      ? `the server responds with HTTP ${status}: nothing is published there; check the address, or pull with --from`
      : `the server responds with HTTP ${status}; check that the address is public, or pull with --from`,
  );
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new RefusedResponse(`the document is larger than ${maxBytes} bytes; check the address`);
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** Only a well-formed ETag is pinned: it goes back to the server in a header. */
function usableEtag(value: string | null): string | undefined {
  return value !== null && /^(W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(value) ? value : undefined;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

/** A response that another attempt would not change. */
class RefusedResponse extends Error {
  override readonly name = 'RefusedResponse';
}
