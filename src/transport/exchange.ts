// Sends one request through the fetch of the caller or the platform, until its response begins.
import { failed } from '../errors/call-error.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import type { SentRequest } from '../errors/outcome.ts';
import { isStream } from '../util/content.ts';
import { watchConnecting } from './connecting.ts';
import { clean, innermostMessage } from './network-error.ts';
import { changing, isOwnOfNode } from './platform-fetch.ts';
import type { Call, Wire } from './prepared-call.ts';
import { flawOf } from './read.ts';
import { refusalOf } from './refusal.ts';

/** Node gives up on its own after 300 s without headers, or without another piece of the body. */
const nodesLimitMs = 300_000;

/** The request of a call, as `fetch` takes it. */
export function requestOf(call: Call, authorization: string | undefined, signal: AbortSignal): RequestInit {
  const { method, headers, body } = call;
  const init: RequestInit & { duplex?: 'half' } = {
    ...call.fetchOptions,
    method,
    headers: authorization ? { ...headers, authorization } : headers,
    // Following would send the tokens along, to another host perhaps.
    redirect: 'manual',
    signal,
  };
  if (body.content === undefined) return init;
  if (isStream(body.content)) init.duplex = 'half';
  return Object.assign(init, { body: body.content });
}

/** Sends a request; resolves when its response begins. What was refused before it was sent is noted in `sending`. */
export async function exchange(
  wire: Wire,
  call: Call,
  init: RequestInit,
  sending: SentRequest,
): Promise<Response> {
  const refused = (why: string, cause?: unknown) => {
    sending.outcome = 'not-sent';
    return failed(AltegioConfigError, call, `was not sent: ${why}`, { cause });
  };
  const doFetch = wire.fetch ?? globalThis.fetch;
  if (typeof doFetch !== 'function') throw refused('there is no fetch here; pass one as the option "fetch"');
  watchConnecting();
  const isLong = call.timeoutMs === 0 || call.timeoutMs > nodesLimitMs;
  const more = isLong && isOwnOfNode(doFetch) ? changing({ headersTimeout: 0, bodyTimeout: 0 }) : undefined;
  let response: Response;
  try {
    response = await doFetch(call.url, more ? { ...init, ...more } : init);
  } catch (error) {
    const what = refusalOf(error, call.url, init);
    if (!what) throw error;
    const standIn = wire.fetch || what !== 'body' ? undefined : wire.fetchWithBody?.(doFetch);
    const cause = clean(call, error);
    if (!standIn)
      throw refused(
        what === 'body' ? noBodyHere(init) : `fetch refuses it: ${innermostMessage(cause)}`,
        cause,
      );
    response = await standIn(call.url, init);
  }
  const flaw = flawOf(response);
  if (flaw) throw failed(AltegioConfigError, call, `got no usable response: Your fetch returned ${flaw}`);
  return response;
}

function noBodyHere({ method }: RequestInit): string {
  return `this fetch refuses a ${method} with a body; pass one that can send it as the option "fetch"`;
}
