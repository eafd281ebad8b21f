// Receives webhooks: as a function from Request to Response, and as a listener of Node's servers.
import type { ParsedWebhookEvent } from './event.ts';
import { headersOf, type NodeWebhookRequest, type NodeWebhookResponse, respondNode } from './node.ts';
import type { WebhookHandlerOptions } from './options.ts';
import { createReceiver } from './receiver.ts';

/** What a platform hands over beside the request: Cloudflare's `ctx`, Hono's `c.executionCtx`, or `{ waitUntil: after }` of Next.js. */
export interface WebhookContext {
  /** Keeps the platform awake until the promise settles; it never rejects. */
  waitUntil?(work: Promise<unknown>): unknown;
}

/** What {@link createWebhookHandler} returns. */
export interface WebhookHandler {
  /** For Workers, Hono, Next.js, Deno, Bun. Never rejects; the response has no body. */
  (request: Request, context?: WebhookContext): Promise<Response>;
  /** For `http.createServer`, Express, Connect. A framework may have read the body. Never rejects. */
  node(request: NodeWebhookRequest, response: NodeWebhookResponse): Promise<void>;
  /** Runs the functions of `on` for what comes out of your queue, in order. Rejects with what one of them throws. */
  dispatch(events: ParsedWebhookEvent | readonly ParsedWebhookEvent[]): Promise<void>;
}

/**
 * Makes a handler for what Altegio sends: lets in who knows the secret (compared in constant time), reads the events,
 * responds, and only then calls your functions; an event that was the last one of its entity already is left out.
 *
 * | response | when |
 * | --- | --- |
 * | 200 | the events are read; with `queue`: the queue has them |
 * | 400, 413 | the body cannot be read, or is too large |
 * | 401 | the secret is wrong or missing |
 * | 405 | the method is not POST |
 * | 503 | the queue failed |
 *
 * No response has a body; `onError` gets what went wrong. Altegio gives up after 10 to 15 seconds, and whether it
 * sends again is not certain, so events can be lost, come twice and in any order: read the entity by its id where it matters.
 *
 * @param options the secret and your functions
 * @returns a function from `Request` to `Response`, with `node` and `dispatch`
 * @throws AltegioConfigError without a secret, for an unknown resource in `on`, or with nothing to hand events to
 * @example
 * import { createWebhookHandler } from 'altegio-sdk/webhooks';
 * const handler = createWebhookHandler({
 *   secret: process.env.WEBHOOK_SECRET!,
 *   on: {
 *     record: async (event) => console.log(event.status, event.resource_id, event.data.datetime),
 *     client: (event) => console.log(event.data.name),
 *   },
 *   onUnknown: (event) => console.log(event.resource),
 * });
 * // Cloudflare: export default { fetch: (request, env, ctx) => handler(request, ctx) }
 * const response = await handler(new Request('https://example.com/hooks?secret=wrong', { method: 'POST' }));
 * console.log(response.status); // 401
 * @example
 * import { createServer } from 'node:http';
 * import { createWebhookHandler } from 'altegio-sdk/webhooks';
 * createServer(createWebhookHandler({ secret: 'long and random', on: {} }).node).listen(8080);
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const receiver = createReceiver(options);
  const handler = async (request: Request, context?: WebhookContext): Promise<Response> => {
    const { method, url, headers, body } = request;
    const incoming = {
      method,
      url,
      authorization: headers.get('authorization'),
      length: headers.get('content-length'),
      body,
    };
    // Some platforms have a `waitUntil` that must be called on its object.
    const waitUntil = context?.waitUntil && ((work: Promise<unknown>) => context.waitUntil!(work));
    const status = await receiver.receive(incoming, waitUntil);
    return new Response(null, { status, headers: headersOf(status) });
  };
  return Object.assign(handler, {
    node: (request: NodeWebhookRequest, response: NodeWebhookResponse) =>
      respondNode(receiver, request, response),
    dispatch: (events: ParsedWebhookEvent | readonly ParsedWebhookEvent[]) =>
      receiver.dispatch(Array.isArray(events) ? events : [events as ParsedWebhookEvent]),
  });
}
