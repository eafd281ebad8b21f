// The mock server: one Prism over the corrected contracts of all four APIs, on the loopback interface only.
import { createLogger } from '@stoplight/prism-core';
import { createServer } from '@stoplight/prism-http-server';
import { answering } from './answers.ts';
import { mockOperations } from './operations.ts';

export interface MockOptions {
  /** Port; 0 (default) takes a free one. */
  port?: number | undefined;
  /** Values made up per request, in place of the examples of the description. */
  dynamic?: boolean | undefined;
  /** Makes `dynamic` answer the same values every time. */
  seed?: string | undefined;
  /** Whether a request or an answer that breaks the description is answered with an error; default true. */
  errors?: boolean | undefined;
  /** Whether Prism's own log is written to the standard output. */
  verbose?: boolean | undefined;
}

export interface Mock {
  /** What `baseUrl` takes: stands for `https://api.alteg.io/api`. */
  url: string;
  /** Number of operations that are served. */
  operations: number;
  close(): Promise<void>;
}

/** Starts a mock. Nothing is sent to anybody: every answer is made from the description. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 0, dynamic = false, seed, errors = true, verbose = false } = options;
  const { operations, pagings, count } = await mockOperations();
  const server = createServer(operations, {
    cors: true,
    components: {
      logger: createLogger('MOCK', { level: verbose ? 'info' : 'silent' }),
      mock: answering(pagings),
    },
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors,
      upstreamProxy: undefined,
      mock: { dynamic, ...(seed === undefined ? {} : { seed }) },
    },
  });
  const origin = await server.listen(port, '127.0.0.1');
  return { url: `${origin}/api`, operations: count, close: () => server.close() };
}
