// Who is let in: only who knows the secret, and nobody else learns anything.
import { describe, expect, it } from 'vitest';
import { AltegioWebhookError, sampleWebhookEvent } from '../../../src/webhooks.ts';
import { noted, secret } from './support.ts';

const record = sampleWebhookEvent('record');
const client = sampleWebhookEvent('client');

describe('lets in who knows the secret', () => {
  it.each<[string, string, Record<string, string>]>([
    ['in the query', `https://example.com/hooks?secret=${secret}`, {}],
    ['in the query, among others', `https://example.com/?a=1&secret=${secret}&b=2`, {}],
    ['as the last part of the path', `https://example.com/hooks/${secret}`, {}],
    ['as the last part of the path, with a slash behind it', `https://example.com/${secret}/?a=1`, {}],
    ['as a bearer token', 'https://example.com/', { authorization: `Bearer ${secret}` }],
    ['as a bearer token, in lower case', 'https://example.com/', { authorization: `bearer ${secret}` }],
  ])('%s', async (_, url, headers) => {
    const { send, events } = noted();
    const response = await send({ url, headers, body: record });
    expect(response.status).toBe(200);
    expect(events).toEqual([record]);
  });

  it('which may have any characters', async () => {
    const odd = 'a/b c+d%é?&#=';
    const { send, events } = noted({ secret: odd, store: false });
    for (const part of [`?secret=${encodeURIComponent(odd)}`, encodeURIComponent(odd)]) {
      expect((await send({ url: `https://example.com/${part}`, body: record })).status).toBe(200);
    }
    expect(events).toHaveLength(2);
  });

  it('or one of several, while it is changed', async () => {
    const { send } = noted({ secret: ['the new one', secret] });
    expect((await send({ body: record })).status).toBe(200);
    expect((await send({ url: 'https://example.com/?secret=the%20new%20one', body: client })).status).toBe(
      200,
    );
  });
});

describe('keeps out', () => {
  it.each<[string, string, Record<string, string>]>([
    ['who has none', 'https://example.com/hooks', {}],
    ['who has another one', 'https://example.com/hooks?secret=another', {}],
    ['who has the beginning of it', `https://example.com/hooks?secret=${secret.slice(0, -1)}`, {}],
    ['who has more than it', `https://example.com/hooks?secret=${secret}x`, {}],
    ['who has it in another case', `https://example.com/hooks?secret=${secret.toUpperCase()}`, {}],
    ['who has an empty one', 'https://example.com/hooks?secret=', { authorization: 'Bearer ' }],
    ['who has it before the last part of the path', `https://example.com/${secret}/hooks`, {}],
    ['who has it in another query', `https://example.com/hooks?token=${secret}`, {}],
    ['who has it in the host', `https://${secret}.example.com/hooks`, {}],
    ['who has it as basic', 'https://example.com/', { authorization: `Basic ${secret}` }],
    ['who has a path that is no text', 'https://example.com/%E0%A4%A', {}],
  ])('%s', async (_, url, headers) => {
    const { send, events, errors } = noted();
    const response = await send({ url, headers, body: record });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(events).toEqual([]);
    expect(errors).toEqual([expect.objectContaining({ name: 'AltegioWebhookError', status: 401 })]);
  });

  it('without a word of the secret, neither the right nor the given one', async () => {
    const { send, errors } = noted();
    const response = await send({ url: 'https://example.com/?secret=given-by-them', body: record });
    const text = JSON.stringify([errors, String(errors[0]), [...response.headers]]);
    expect(text).not.toMatch(new RegExp(`${secret}|given-by-them`));
  });

  it('before it reads the body', async () => {
    const body = new ReadableStream(
      {
        pull() {
          throw new Error('was read');
        },
      },
      { highWaterMark: 0 },
    );
    const { send, errors } = noted();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await send(new Request('https://example.com/', init))).status).toBe(401);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(AltegioWebhookError);
  });
});
