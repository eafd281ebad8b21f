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
 * import { createFakeAltegio, type MswHttp, mswHandlers } from 'altegio-sdk/testing';
 *
 * const http = {} as MswHttp<unknown>; // import { http } from 'msw';
 * const fake = createFakeAltegio();
 * const handlers = mswHandlers(fake, http); // setupServer(...handlers).listen();
 */
export function mswHandlers<Handler>(fake: FakeAltegio, http: MswHttp<Handler>): Handler[] {
  return origins.map((origin) =>
    http.all(`${origin}/*`, ({ request }) =>
      // To MSW an exception is a response with 500; this one is a lost connection.
      fake.fetch(request).catch((error: unknown) => {
        if (isLost(error)) return Response.error();
        throw error;
      }),
    ),
  );
}

/** As the fake's own `fetch` says it. */
function isLost(error: unknown): boolean {
  return (error as { cause?: { code?: unknown } } | null)?.cause?.code === 'ECONNRESET';
}
