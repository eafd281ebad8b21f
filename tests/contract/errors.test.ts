// Error responses of the description, in both ways to call: the right class with the facts of the call.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AltegioApiError,
  AltegioAuthenticationError,
  AltegioConflictError,
  AltegioLicenseError,
  AltegioNotFoundError,
  AltegioPermissionError,
  AltegioValidationError,
  isAltegioApiError,
} from '../../src/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { type Mock, startMock } from '../../src/testing.ts';
import { requestOf } from './request-builder.ts';
import {
  apis,
  byPathOf,
  methodOf,
  type Recorded,
  recordedClient,
  type Subject,
  spread,
  subjectOf,
} from './setup.ts';

const classes: Record<string, new (...args: never[]) => AltegioApiError> = {
  400: AltegioValidationError,
  401: AltegioAuthenticationError,
  402: AltegioLicenseError,
  403: AltegioPermissionError,
  404: AltegioNotFoundError,
  409: AltegioConflictError,
  422: AltegioValidationError,
};

/** An operation together with an error status that its description declares. */
interface Case {
  subject: Subject;
  operation: Operation;
  status: number;
}

let mock: Mock;
let client: Recorded;

beforeAll(async () => {
  mock = await startMock();
  client = recordedClient(mock.url);
});
afterAll(() => mock?.close());

const cases = (await Promise.all(apis.map(subjectOf))).flatMap(casesOf);
const statuses = [...new Set(cases.map(({ status }) => status))].sort();
// The rare statuses wholly, the others spread over all APIs.
const chosen = statuses.flatMap((status) =>
  spread(
    cases.filter((each) => each.status === status),
    7,
  ),
);
const named = chosen.map((each) => [each.operation.id!, each.status, each] as const);

it('covers every error status that the descriptions declare', () => {
  expect(statuses.map(String)).toEqual(Object.keys(classes));
  expect(chosen.length).toBeGreaterThanOrEqual(38);
});

describe('by operationId', () => {
  it.each(named)('%s rejects with the error of HTTP %i', async (id, status, { subject, operation }) => {
    const input = { ...requestOf(subject.contract, subject.entries.get(id)!, 'required'), ...prefer(status) };
    const error = await methodOf(
      client.altegio,
      subject.api,
      id,
    )(input).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    await expectError(error, operation, status);
  });
});

describe('by path', () => {
  it.each(named)('%s returns the error of HTTP %i', async (id, status, { subject, operation }) => {
    const { path, query, body } = requestOf(subject.contract, subject.entries.get(id)!, 'required');
    const call = byPathOf(client.altegio, subject.api, operation);
    const result = await call({ params: { path, query }, body, ...prefer(status) });
    expect(result.data).toBeUndefined();
    expect(result.response.status).toBe(status);
    await expectError(result.error, operation, status);
  });
});

function casesOf(subject: Subject): Case[] {
  return subject.operations.flatMap((operation) => {
    const declared = Object.keys(subject.entries.get(operation.id!)!.operation.responses ?? {});
    return declared
      .filter((status) => Number(status) >= 400)
      .map((status) => ({ subject, operation, status: Number(status) }));
  });
}

function prefer(status: number): { headers: Record<string, string> } {
  return { headers: { prefer: `code=${status}` } };
}

async function expectError(error: unknown, operation: Operation, status: number): Promise<void> {
  expect(client.last().response.headers.get('sl-violations')).toBeNull();
  expect(isAltegioApiError(error)).toBe(true);
  expect(error).toBeInstanceOf(classes[status]!);
  expect(error).toMatchObject({
    status,
    operationId: operation.id,
    method: operation.method,
    path: operation.path,
    outcome: 'refused',
    attempts: 1,
  });
  const { message, body } = error as AltegioApiError;
  expect(message).toContain(`${operation.id} failed with HTTP ${status}: `);
  const sent = await client.last().response.clone().text();
  expect(body).toEqual(sent === '' ? undefined : JSON.parse(sent));
}
