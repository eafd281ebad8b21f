// The contracts that travel with the package, served by Prism's own command and nothing of ours: operations of all APIs
// respond, every list ends, and a failure can be asked for by its status. The other tests of this folder have every operation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Altegio, createAltegio } from '../../src/index.ts';
import { type PlainPrism, plainPrism } from '../support/prism.ts';
import { requestOf } from './request-builder.ts';
import { apis, methodOf, type Subject, spread, subjectOf } from './setup.ts';

const statuses = [400, 401, 403, 404, 422, 429, 500];

const subjects = await Promise.all(apis.map(subjectOf));

describe.each(subjects)('the contract of $api', (subject) => {
  const { api, operations } = subject;
  let prism: PlainPrism;
  let altegio: Altegio;
  beforeAll(async () => {
    prism = await plainPrism(`generated/${api}.mock.json`);
    altegio = createAltegio({
      partnerToken: 'partner',
      userToken: 'user',
      baseUrl: { v1: prism.url, v2: prism.url, booking: prism.url, developers: prism.url },
      limiter: false,
      retry: 0,
    });
  }, 120_000);
  afterAll(() => prism?.close());

  const some = spread(
    operations.filter(({ paging }) => !paging),
    12,
  );

  it.each(some.map(({ id }) => id!))('serves %s', async (id) => {
    await expect(methodOf(altegio, api, id)(requestFor(subject, id))).resolves.toSatisfy(isPayload);
  });

  it.runIf(api !== 'booking').each(operations.filter(({ paging }) => paging).map(({ id }) => id!))(
    'ends the list of %s',
    async (id) => {
      const found = await (altegio[api] as unknown as Record<string, Paged>)
        [id]!.items(requestFor(subject, id))
        .toArray({ limit: 50 });
      expect(found.length).toBeGreaterThanOrEqual(1);
      expect(found.length).toBeLessThan(10);
    },
  );

  it.each(statuses)('has failures with %i', async (status) => {
    const wrong: string[] = [];
    for (const { id } of spread(operations, 4)) {
      const input = { ...requestFor(subject, id!), headers: { prefer: `code=${status}` } };
      const error = await methodOf(altegio, api, id!)(input).catch((reason: unknown) => reason);
      const { status: found, message = '' } = error as { status?: number; message?: string };
      // A message of the envelope's, not one of Prism's.
      const isOurs =
        message.startsWith(`${id} failed with HTTP ${status}: `) && !message.includes('stoplight');
      if (found !== status || !isOurs) wrong.push(`${id}: ${message}`);
    }
    expect(wrong).toEqual([]);
  });

  const named: [name: string, status: number, code: number][] = [
    ['timeTaken', 422, 433],
    ['nobodyFree', 422, 436],
    ['blacklisted', 403, 434],
  ];
  it.each(api === 'booking' ? named : [])('has %s as an example', async (name, status, code) => {
    const headers = { prefer: `code=${status}, example=${name}` };
    const call = methodOf(altegio, api, 'create_online_booking');
    await expect(call({ ...requestFor(subject, 'create_online_booking'), headers })).rejects.toMatchObject({
      status,
      issues: [{ code }],
    });
  });

  it('says how long to wait with a 429', async () => {
    const { id } = operations[0]!;
    const input = { ...requestFor(subject, id!), headers: { prefer: 'code=429' } };
    await expect(methodOf(altegio, api, id!)(input)).rejects.toMatchObject({ retryAfter: 1 });
  });
});

/** Not a text that took its place: a list, an object, a file, or nothing where nothing is promised. */
function isPayload(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null);
}

interface Paged {
  items(input: object): { toArray(options: { limit: number }): Promise<unknown[]> };
}

/** What an operation cannot be called without; a read of pages chooses page and size itself. */
function requestFor({ contract, entries, operations }: Subject, id: string): object {
  const input = requestOf(contract, entries.get(id)!, 'required');
  const paging = operations.find((each) => each.id === id)!.paging;
  if (!paging || paging.style === 'date-cursor') return input;
  const {
    [paging.page]: _,
    [paging.size]: __,
    ...rest
  } = (input[paging.in] ?? {}) as Record<string, unknown>;
  return { ...input, [paging.in]: rest };
}
