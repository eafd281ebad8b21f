// What a failed call may have done: by status, over all of its requests, and in words.
import { describe, expect, it } from 'vitest';
import {
  advice,
  newProgress,
  outcomeOf,
  outcomeWith,
  type SentRequest,
  waitedMs,
  worstOf,
} from '../../../src/errors/outcome.ts';
import type { Outcome } from '../../../src/index.ts';
import { undescribed } from '../../../src/operations/operation.ts';

const sentAs = (...outcomes: Outcome[]): SentRequest[] => outcomes.map((outcome) => ({ outcome }));

describe('a status', () => {
  it.each([0, 100, 199, 302, 303, 408, 500, 502, 503, 599])('of %d leaves open what was done', (status) => {
    expect(outcomeOf(status)).toBe('unknown');
  });

  it.each([200, 299, 300, 301, 304, 307, 400, 404, 407, 409, 422, 429, 499])(
    'of %d says that nothing was done',
    (status) => {
      expect(outcomeOf(status)).toBe('refused');
    },
  );
});

describe('the outcome of several requests', () => {
  it.each<[Outcome[], Outcome]>([
    [[], 'not-sent'],
    [['not-sent'], 'not-sent'],
    [['not-sent', 'refused', 'not-sent'], 'refused'],
    [['unknown', 'refused'], 'unknown'],
    [['not-sent', 'unknown'], 'unknown'],
  ])('%j is the worst of them: %s', (outcomes, worst) => {
    expect(worstOf(sentAs(...outcomes))).toBe(worst);
  });

  it('counts a request with a response by its status alone', () => {
    const [own, other] = sentAs('unknown', 'refused');
    const progress = { ...newProgress(), sentRequests: [own!, other!] };
    expect(outcomeWith(progress, 422, own)).toBe('refused');
    expect(outcomeWith(progress, 500, own)).toBe('unknown');
    expect(outcomeWith(progress, 422, other)).toBe('unknown');
    expect(outcomeWith(progress, 422, undefined)).toBe('unknown');
    expect(outcomeWith(newProgress(), 422, undefined)).toBe('refused');
  });
});

describe('the progress of a call', () => {
  it('begins with nothing, under a name of its own', () => {
    const [one, other] = [newProgress(), newProgress()];
    expect(one).toEqual({
      callId: expect.stringMatching(/^[a-z0-9]{1,6}-\d+$/) as string,
      attempts: 0,
      retries: [],
      waitedMs: 0,
      waitingSince: undefined,
      sentRequests: [],
    });
    const [[prefix, number], [same, next]] = [one.callId.split('-'), other.callId.split('-')];
    expect([same, Number(next)]).toEqual([prefix, Number(number) + 1]);
  });

  it.each([
    [undefined, 500, 30],
    [100, 100, 30],
    [100, 101.4, 30],
    [100, 101.6, 32],
    [100, 350, 280],
  ])('that waits since %s has waited at %d for %d ms, waits of one not counted', (waitingSince, now, ms) => {
    expect(waitedMs({ ...newProgress(), waitedMs: 30, waitingSince }, now)).toBe(ms);
  });
});

describe('advice', () => {
  const write = undescribed('POST', '/things');
  it.each([
    ['not-sent', write, 'Nothing was done: the call may be repeated.'],
    ['refused', write, 'Nothing was done: the call may be repeated.'],
    ['unknown', undescribed('GET', '/things'), 'The call may be repeated.'],
    ['unknown', write, 'The write may have happened: read it back before trying again.'],
    [
      'unknown',
      { ...write, readBack: 'get_thing' },
      'The write may have happened: read it back with get_thing before trying again.',
    ],
  ] as const)('on the outcome %s', (outcome, operation, text) => {
    expect(advice(operation, outcome)).toBe(text);
  });
});
