// Calls by path against Prism: the same values as the methods by operationId.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mock, startMock } from '../../src/testing.ts';
import { requestOf } from './request-builder.ts';
import { byPathOf, methodOf, type Recorded, recordedClient, spread, subjectOf } from './setup.ts';

let mock: Mock;
let client: Recorded;

beforeAll(async () => {
  mock = await startMock();
  client = recordedClient(mock.url);
});
afterAll(() => mock?.close());

const subjects = await Promise.all((['v1', 'v2'] as const).map(subjectOf));

describe.each(subjects)('$api by path', (subject) => {
  const sample = spread(subject.operations, 20).map((operation) => [operation.id!, operation] as const);

  it.each(sample)('%s returns what the method of that name returns', async (id, operation) => {
    const input = requestOf(subject.contract, subject.entries.get(id)!, 'all');
    const expected = await methodOf(client.altegio, subject.api, id)(input);
    const byId = client.last();

    const { path, query, body } = input;
    const call = byPathOf(client.altegio, subject.api, operation);
    const result = await call({ params: { path, query }, body });
    const byPath = client.last();

    expect(result.error).toBeUndefined();
    expect(result.response).toBeInstanceOf(Response);
    expect(result.response.status).toBe(byId.response.status);
    expect(result.data).toEqual(expected);
    expect(byPath.url.href).toBe(byId.url.href);
    expect(headersOf(byPath)).toEqual(headersOf(byId));
  });
});

/** A form has another boundary each time. */
function headersOf({ headers }: { headers: Headers }): string[] {
  return [...headers].map((entry) => entry.join(': ').replace(/boundary=.*/, 'boundary'));
}
