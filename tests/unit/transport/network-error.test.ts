// When no response comes: whether the request was sent, and what is reported of the cause.
import { describe, expect, it } from 'vitest';
import { failureCode, phaseOf } from '../../../src/transport/network-error.ts';
import { failureOf } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('the phase of a failure', () => {
  const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
  it.each<[string, unknown, 'not-connected' | 'sent', string | undefined]>([
    [
      'a refused connection',
      new TypeError('x', { cause: coded('ECONNREFUSED') }),
      'not-connected',
      'ECONNREFUSED',
    ],
    ['a name without address', coded('ENOTFOUND'), 'not-connected', 'ENOTFOUND'],
    ['a timeout of connect', coded('ETIMEDOUT', { syscall: 'connect' }), 'not-connected', 'ETIMEDOUT'],
    ['a timeout of read', coded('ETIMEDOUT', { syscall: 'read' }), 'sent', 'ETIMEDOUT'],
    ['a reset', coded('ECONNRESET'), 'sent', 'ECONNRESET'],
    [
      'several addresses that all failed to connect',
      new AggregateError([
        coded('ETIMEDOUT', { syscall: 'connect' }),
        coded('ENETUNREACH', { syscall: 'connect' }),
      ]),
      'not-connected',
      'ETIMEDOUT',
    ],
    [
      'several addresses, one of which broke',
      new AggregateError([coded('ECONNREFUSED'), coded('EPIPE')]),
      'sent',
      'EPIPE',
    ],
    ['several failures without a code', new AggregateError([new Error('a')]), 'sent', 'UNKNOWN'],
    ['something unknown', new Error('?'), 'sent', undefined],
    ['no error at all', undefined, 'sent', undefined],
    ['a text', 'ECONNREFUSED', 'sent', undefined],
  ])('%s', (_, error, phase, code) => {
    expect(phaseOf(error)).toBe(phase);
    expect(failureCode(error)).toBe(code);
  });

  it('is found in a chain that bites its tail', () => {
    const error = new Error('a');
    error.cause = error;
    expect(phaseOf(error)).toBe('sent');
  });
});

describe('a fetch that throws', () => {
  it('has its cause named in short, without secrets and filled URLs', async () => {
    const reset = (): Promise<never> => {
      const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      return Promise.reject(new TypeError('fetch failed', { cause }));
    };
    const thrown = new Error(`request to https://api.alteg.io/api/v1/read/77 with hush-hush failed`);
    const { client } = recorded(() => Promise.reject(thrown));
    const error = await failureOf(client.get({ path: { id: 77 }, query: { password: 'hush-hush' } }));
    expect(error.name).toBe('AltegioConnectionError');
    expect(error.message).toContain(
      '(GET https://api.alteg.io/api/v1/things/{id}): request to [url] with [redacted] failed. The call',
    );
    expect((await failureOf(recorded(reset).client.get({ path: { id: 1 } }))).message).toContain(
      '(GET https://api.alteg.io/api/v1/things/{id}, ECONNRESET). ',
    );
  });
});
