// What an error tells of its call: which operation, what happened, and what to do next.
import { expect, it } from 'vitest';
import { failed, notSent } from '../../../src/errors/call-error.ts';
import { newProgress } from '../../../src/errors/outcome.ts';
import { AltegioConfigError, AltegioConnectionError } from '../../../src/index.ts';
import { undescribed } from '../../../src/operations/operation.ts';

const operation = { ...undescribed('POST', '/things/{id}'), id: 'change_thing' };
const facts = { operationId: 'change_thing', method: 'POST', path: '/things/{id}' };

it('names the operation and the mistake that was found before anything was sent', () => {
  const cause = new Error('why');
  const error = notSent(operation, 'id is missing', cause);
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error).toMatchObject({ ...facts, outcome: 'not-sent', cause });
  expect(error.message).toBe('change_thing was not sent: id is missing.');
});

it('tells of a call that has begun what it went through, and what to do next', () => {
  const sentRequests = [{ outcome: 'refused' as const }, { outcome: 'unknown' as const }];
  const progress = { ...newProgress(), attempts: 2, waitedMs: 40, retries: ['HTTP 429'], sentRequests };
  const error = failed(AltegioConnectionError, { operation, progress }, 'lost its connection');
  expect(error).toMatchObject({
    ...facts,
    outcome: 'unknown',
    attempts: 2,
    waitedMs: 40,
    retries: ['HTTP 429'],
  });
  expect(error.message).toBe(
    'change_thing lost its connection. The write may have happened: read it back before trying again.',
  );
  const known = failed(AltegioConnectionError, { operation, progress }, 'was stopped', {
    outcome: 'not-sent',
  });
  expect([known.outcome, known.message]).toEqual([
    'not-sent',
    'change_thing was stopped. Nothing was done: the call may be repeated.',
  ]);
});
