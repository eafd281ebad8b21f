// The fake behind MSW: what is registered with `http`, and what its resolvers give back.
import { expect, it } from 'vitest';
import { createFakeAltegio, type MswHttp, mswHandlers } from '../../../../src/testing.ts';

interface Registered {
  url: string;
  resolve(info: { request: Request }): Promise<Response>;
}

const http: MswHttp<Registered> = { all: (url, resolve) => ({ url, resolve }) };

const headers = { accept: 'application/json', authorization: 'Bearer partner, User user' };

const requestOf = (init: RequestInit = {}) => ({
  request: new Request('https://api.alteg.io/api/v1/company/123', { headers, ...init }),
});

it('serves each host of the API from the fake', async () => {
  const fake = createFakeAltegio();
  const handlers = mswHandlers(fake, http);
  expect(handlers.map(({ url }) => url)).toEqual(['https://api.alteg.io/*', 'https://app.alteg.io/*']);
  for (const { resolve } of handlers) expect((await resolve(requestOf())).status).toBe(200);
  expect(fake.journal).toHaveLength(2);
});

it('shows a lost connection as such, and passes other errors on', async () => {
  const fake = createFakeAltegio();
  const [handler] = mswHandlers(fake, http);
  fake.fail('*', { reset: true });
  expect((await handler!.resolve(requestOf())).type).toBe('error');
  const reason = new TypeError('enough');
  const aborted = handler!.resolve(requestOf({ signal: AbortSignal.abort(reason) }));
  await expect(aborted).rejects.toBe(reason);
});
