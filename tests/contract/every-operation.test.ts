// Every operation of all four APIs, called through the SDK against Prism, which checks both request and response, and
// against the fake, whose responses are checked here.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSnapshot } from '../../scripts/contract/contract.ts';
import { operationsOf } from '../../scripts/openapi/operations.ts';
import { createAltegio, isAltegioApiError } from '../../src/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { createFakeAltegio, startMock } from '../../src/testing.ts';
import { requestOf, type Sample } from './request-builder.ts';
import { responseCheck } from './response-check.ts';
import type { Extent } from './samples.ts';
import {
  apis,
  type Exchange,
  methodOf,
  type Recorded,
  recordedClient,
  type Subject,
  subjectOf,
} from './setup.ts';
import { standIn } from './stand-ins.ts';

const subjects = await Promise.all(apis.map(subjectOf));

/** What stands in for the API, and how a sample becomes a request that it can carry out. */
interface Server {
  url: string;
  close(): Promise<void>;
  fit(operation: Operation, input: Sample): Sample;
}

async function prism(): Promise<Server> {
  return { ...(await startMock()), fit: (_, input) => input };
}

/** Each call meets the salon of the seed. */
async function theFake(): Promise<Server> {
  const fake = createFakeAltegio();
  const fit = (operation: Operation, input: Sample) => {
    fake.reset();
    return standIn(fake, operation, input);
  };
  return { ...(await fake.listen()), fit };
}

interface Clients {
  server: Server;
  withUser: Recorded;
  partnerOnly: Recorded;
  canonical: Recorded;
}

describe.each([
  ['Prism', prism],
  ['the fake', theFake],
])('%s', (_name, start) => {
  let clients: Clients;
  beforeAll(async () => {
    const server = await start();
    const { url } = server;
    clients = {
      server,
      withUser: recordedClient(url),
      partnerOnly: recordedClient(url, { userToken: undefined }),
      canonical: recordedClient(url, { paths: 'canonical' }),
    };
  });
  afterAll(() => clients?.server.close());

  describe.each(subjects)('$api', (subject) => {
    it.each(subject.operations.map(({ id }) => id!))('%s', async (id) => {
      const { withUser, partnerOnly, canonical } = clients;
      const operation = operationOf(subject, id);
      const needsUser = operation.security === 'user';
      await callAndCheck(clients, subject, operation, 'required', needsUser ? withUser : partnerOnly);
      await callAndCheck(clients, subject, operation, 'all', withUser);
      if (operation.canonical) await callAndCheck(clients, subject, operation, 'all', canonical);
    });
  });

  it('takes a GET with a body without an own fetch', async () => {
    const subject = subjects.find(({ entries }) => entries.has('list_voip_calls'))!;
    const entry = subject.entries.get('list_voip_calls')!;
    const { url: baseUrl } = clients.server;
    const tokens = { partnerToken: 'partner', userToken: 'user' };
    const altegio = createAltegio({ ...tokens, baseUrl, limiter: false, retry: 0 });
    const call = methodOf(altegio, subject.api, 'list_voip_calls');
    await expect(call(requestOf(subject.contract, entry, 'all'))).resolves.toBeDefined();
  });
});

describe('the tables', () => {
  it.each(subjects)(
    '$api has every operation of the snapshot that can be called, and newer ones',
    async (subject) => {
      const snapshot = operationsOf((await loadSnapshot(subject.api)) as never);
      const newer = operationsOf(subject.contract).filter(({ operation }) => operation['x-altegio-since']);
      const published = [...snapshot, ...newer].map(({ id }) => id);
      const webhooks = Object.values(subject.contract.webhooks ?? {}).flatMap((item) =>
        Object.values(item).map((operation) => (operation as { operationId?: string }).operationId),
      );
      const uncallable = webhooks.filter((id) => published.includes(id!));
      const callable = subject.operations.map(({ id }) => id);
      expect([...callable, ...uncallable].sort()).toEqual(published.sort());
      expect(callable.filter((id) => uncallable.includes(id))).toEqual([]);
    },
  );

  it('leave out only what Altegio calls itself', () => {
    const webhooks = subjects.flatMap(({ contract }) =>
      Object.values(contract.webhooks ?? {}).flatMap((item) => Object.values(item)),
    ) as { operationId: string }[];
    // The events themselves are no operations of the snapshot.
    const ids = webhooks.map(({ operationId }) => operationId).filter((id) => !id.startsWith('webhook_'));
    expect(ids).toContain('marketplace_webhook');
    // Gone from the description since September 2026.
    expect(ids.filter((id) => id !== 'marketplace_webhook' && id !== 'fiscalize_document')).toEqual([]);
  });
});

function operationOf(subject: Subject, id: string): Operation {
  return subject.operations.find((operation) => operation.id === id)!;
}

async function callAndCheck(
  { server, partnerOnly, canonical }: Clients,
  subject: Subject,
  operation: Operation,
  extent: Extent,
  client: Recorded,
) {
  const entry = subject.entries.get(operation.id!)!;
  const input = server.fit(operation, requestOf(subject.contract, entry, extent));
  const value = await methodOf(
    client.altegio,
    subject.api,
    operation.id!,
  )(input).catch((error: unknown) => {
    throw explained(error, extent, input);
  });
  const exchange = client.last();
  const isCanonical = client === canonical && operation.canonical !== undefined;
  // `/path`, or `POST /path` where another method goes with it.
  const [template = '', verb = operation.method] = isCanonical
    ? operation.canonical!.split(' ').reverse()
    : [operation.path];
  expect(exchange.method).toBe(verb);
  expect(exchange.url.pathname).toMatch(pathPattern(subject, operation, template));
  expect(exchange.headers.get('accept')).toMatch(/^application\/vnd\.api\.v2\+json(, application\/pdf)?$/);
  expect(exchange.headers.get('authorization')).toBe(authorizationOf(operation, client === partnerOnly));
  expect(exchange.response.headers.get('sl-violations')).toBeNull();
  await expectDecoded(value, operation, exchange);
  const { status } = exchange.response;
  expect(responseCheck(subject.api, operation.id!, status)(value)).toEqual([]);
}

/** The path template with its API's prefix, or that of its own server. */
function pathPattern({ api }: Subject, { server, optional }: Operation, template: string): RegExp {
  const own = server && new URL(server).pathname.replace(/\/$/, '');
  const prefix = own ?? (api === 'v2' ? '/api/v2' : '/api/v1');
  const path = template.replace(/\/\{([^{}]+)\}/g, (_, name) =>
    optional.includes(name) ? '(/[^/]+)?' : '/[^/]+',
  );
  return new RegExp(`^${prefix}${path}$`);
}

function authorizationOf({ security }: Operation, isPartnerOnly: boolean): string | null {
  if (security === 'none') return null;
  return isPartnerOnly ? 'Bearer partner' : 'Bearer partner, User user';
}

async function expectDecoded(value: unknown, operation: Operation, { response }: Exchange): Promise<void> {
  expect(response.ok).toBe(true);
  if (operation.response === 'blob') {
    expect(value).toBeInstanceOf(Blob);
    expect(await (value as Blob).text()).toBe(await response.text());
    return;
  }
  const text = await response.text();
  if (text === '') expect(value).toBeUndefined();
  else expect(value).toEqual(JSON.parse(text));
}

/** Prism's findings in place of the error's own message, which is meant for users of the real API. */
function explained(error: unknown, extent: Extent, input: object): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (!isAltegioApiError(error)) return cause;
  const findings = error.headers.get('sl-violations') ?? JSON.stringify(error.body);
  return new Error(`${cause.message}\n${extent}: ${JSON.stringify(input)}\nPrism: ${findings}`, { cause });
}
