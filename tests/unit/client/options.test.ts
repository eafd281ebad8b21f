// Options of a client: slips are named when it is made.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, type ClientOptions, createAltegio } from '../../../src/index.ts';
import { recorder } from '../../support/recorder.ts';

const options: ClientOptions = { partnerToken: 'partner', userToken: 'user', limiter: false };

const make = (more: object) => createAltegio({ ...options, ...more });

describe('an option', () => {
  it.each([
    [
      'that is misspelt',
      { baseURL: 'http://127.0.0.1:1/api' },
      /"baseURL" is not an option; did you mean baseUrl/,
    ],
    ['that does not exist', { tokens: 1 }, /"tokens" is not an option \(/],
    ['out of range', { retry: 99 }, /retry must be a number from 0 to 10, not 99/],
    ['below zero', { timeoutMs: -5 }, /timeoutMs must be a number from 0 to \d+, not -5/],
    [
      'with a header of ours',
      { headers: { Authorization: 'x' } },
      /headers must not hold Authorization: partnerToken/,
    ],
    ['that is no list', { middleware: () => {} }, /middleware must be a list/],
    ['that is no level', { logger: console, logLevel: 'verbose' }, /logLevel must be one of debug/],
    ['that is no function', { fetch: {} }, /fetch must be a function/],
    ['that is no limiter', { limiter: {} }, /limiter must be false, or have acquire/],
    ['that is null', { baseUrl: null }, /baseUrl is null; leave it out/],
    ['that ends in a version', { baseUrl: 'https://api.alteg.io/api/v1' }, /leave out its version/],
    ['that is a controller', { signal: new AbortController() }, /signal must be an AbortSignal/],
  ])('%s is refused when the client is made', (_, more, says) => {
    expect(() => make(more)).toThrow(says);
    expect(() => make(more)).toThrow(AltegioConfigError);
  });

  it.each([
    ['a token', { partnerToken: 'partner\r\nx: y' }, /partnerToken holds/],
    ['a header', { headers: { 'x-a': 'b\r\nc' } }, /must not hold "x-a"/],
    ['a number', { maxResponseBytes: 0 }, /maxResponseBytes must be 1 or more/],
  ])('is checked where it is inherited: %s', (_, more, says) => {
    expect(() => createAltegio(Object.create({ ...options, ...more }))).toThrow(says);
  });

  it('limiter may be a function with these members', () => {
    const limiter = Object.assign(() => {}, { acquire: async () => {}, release() {}, pause() {} });
    expect(() => make({ limiter })).not.toThrow();
  });

  it('that is changed later changes nothing', async () => {
    const own = { ...options, fetch: recorder().fetch, headers: { 'x-a': '1' } };
    const altegio = createAltegio(own);
    await altegio.v1.request('GET', '/any');
    (own as { timeoutMs?: number }).timeoutMs = -1;
    await expect(altegio.v1.request('GET', '/any')).resolves.toBeDefined();
  });

  it('paths is one of two', () => {
    expect(() => make({ paths: 'canon' })).toThrow('paths must be one of published, canonical, legacy');
  });
});
