// Which headers are sent, and which are refused before anything is sent.
import { describe, expect, it } from 'vitest';
import { refused } from '../../support/refused.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('headers', () => {
  it('ask for the response format that the API demands', async () => {
    const { client, sent } = recorded();
    await client.list();
    await client.file({ path: { id: 1 } }).catch(() => {});
    expect(sent.map(({ headers }) => headers.accept)).toEqual([
      'application/vnd.api.v2+json',
      'application/vnd.api.v2+json, application/pdf',
    ]);
  });

  it('are added by the client and the call; the call wins, whatever the case', async () => {
    const headers = { 'Accept-Language': 'en-US', 'X-A': 'client' };
    const { client, sent } = recorded([], { headers });
    await client.list({ headers: { 'x-a': 'call', ACCEPT: 'application/vnd.yclients.v2+json' } });
    expect(sent[0]!.headers).toMatchObject({
      accept: 'application/vnd.yclients.v2+json',
      'accept-language': 'en-US',
      'x-a': 'call',
    });
  });

  it.each([
    ['Authorization', { AuthoriZation: 'Bearer x' }, /partnerToken and userToken/],
    ['a line break in a value', { 'x-a': 'a\r\nb: c' }, /headers must not hold "x-a"/],
    ['a line break in a name', { 'x\na': 'a' }, /headers must not hold "x\\na"/],
    ['an empty name', { '': 'a' }, /headers must not hold ""/],
    ['a value that is no string', { 'x-a': 1 }, /headers must not hold "x-a"/],
    ['a character beyond Latin-1', { 'x-a': 'Ж' }, /headers must not hold "x-a"/],
  ])('refuse %s', async (_, headers, says) => {
    await refused((client) => client.list({ headers }), says);
  });
});
