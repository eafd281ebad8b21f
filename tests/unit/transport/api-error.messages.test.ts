// What an error says, so that the reader knows whom to ask and what to do next.
import { describe, expect, it } from 'vitest';
import { failureOf, json } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const path = { id: 1 };

const no = (status: number) => json(status, { success: false, meta: { message: 'No.' } });

describe('a refusal speaks of whom it is about', () => {
  it.each([
    ['get', 403, 'The user of this token lacks a right in this location (the API does not say which).'],
    ['list', 403, 'The partner of this token lacks a right (the API does not say which).'],
    ['open', 403, ''],
    ['get', 401, 'Check both tokens; some operations respond to a missing right with 401 too.'],
    [
      'list',
      401,
      'Check the partner token, and the user token where one was sent; some operations respond to a missing right with 401 too.',
    ],
    ['open', 401, ''],
  ] as const)('%s, HTTP %d', async (name, status, says) => {
    const { client } = recorded(no(status));
    const { message } = await failureOf(client[name](name === 'get' ? { path } : {}));
    expect(message).toBe(`${name} failed with HTTP ${status}: No. ${says}`.trim());
  });
});

describe('a request without a response shows where it went', () => {
  const noMatch = Object.assign(
    new Error(
      'No match for request {"method":"GET","url":"https://api.alteg.io/api/v1/things/77","headers":{}}',
    ),
    { code: 'ERR_NO_MATCH' },
  );

  it('as the template of its URL, with the name of its method', async () => {
    const { client } = recorded(() => Promise.reject(noMatch));
    const { message } = await failureOf(client.get({ path: { id: 77 } }));
    expect(message).toBe(
      'get lost the connection before a complete response (GET https://api.alteg.io/api/v1/things/{id}, ERR_NO_MATCH): ' +
        'No match for request {"method":"GET","url":"[url]","headers":{}}. The call may be repeated.',
    );
  });

  it('below a base of the caller’s, and by the path that was really sent', async () => {
    const refused = () => Promise.reject(new TypeError('refused'));
    const { client } = recorded(refused, {
      baseUrl: { v1: 'http://127.0.0.1:4010/api/v1' },
      paths: 'canonical',
    });
    const { message } = await failureOf(client.limited());
    expect(message).toContain('(GET http://127.0.0.1:4010/api/v1/limits): refused');
  });
});
