// The fake behind MSW, which comes from the caller: so it is no dependency, and of the caller's own version.
import type { FakeAltegio } from './fake.ts';

/** `http` of MSW, as far as it is needed here. */
export interface MswHttp<Handler> {
  all(url: string, resolver: (info: { request: Request }) => Promise<Response>): Handler;
}

const origins = ['https://api.alteg.io', 'https://app.alteg.io'];

/**
 * Handlers for MSW that serve every request to the API from a fake.
 *
 * @param fake the fake that responds
 * @param http `http` of MSW 2 or later
 * @returns a handler for each host of the API, for `setupServer` or `setupWorker`
 *
 * @example
 * import { createFakeAltegio, mswHandlers } from 'altegio-sdk/testing';
 * import { http } from 'msw';
 * import { setupServer } from 'msw/node';
 *
 * const fake = createFakeAltegio();
 * const server = setupServer(...mswHandlers(fake, http));
 * server.listen({ onUnhandledRequest: 'error' });
 */
export function mswHandlers<Handler>(fake: FakeAltegio, http: MswHttp<Handler>): Handler[] {
  return origins.map((origin) =>
    http.all(`${origin}/*`, ({ request }) =>
      // To MSW an exception is a response with 500; this one is a lost connection.
      fake.fetch(request).catch((error: unknown) => {
        if (error instanceof TypeError) return Response.error();
        throw error;
      }),
    ),
  );
}
