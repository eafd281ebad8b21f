// Request bodies: JSON, forms, and what is refused before anything is sent.
import { describe, expect, it } from 'vitest';
import { loopback } from '../../support/loopback.ts';
import { ok, raw } from '../../support/recorder.ts';
import { refused } from '../../support/refused.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('body', () => {
  it('sends JSON with its content type', async () => {
    const { client, sent } = recorded(ok({ id: 1 }));
    const body = { name: 'Анна "A"', phone: '+1', when: new Date(0), nothing: null, left: undefined };
    await client.create({ body });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: { name: 'Анна "A"', phone: '+1', when: '1970-01-01T00:00:00.000Z', nothing: null },
    });
    expect(sent[0]!.content).not.toContain('left');
  });

  it('sends no content type without a body', async () => {
    const { client, sent } = recorded([ok(), raw(204)]);
    await client.get({ path: { id: 2 } });
    await client.remove({ path: { id: 2 } });
    for (const { headers, content } of sent) {
      expect(headers).not.toHaveProperty('content-type');
      expect(content).toBeUndefined();
    }
  });

  it.each([
    ['a missing body', undefined, /create was not sent: body is missing/],
    ['NaN, with its field', { a: { price: Number.NaN } }, /body: price is NaN/],
    ['Infinity, with its place in a list', { a: [1, Number.POSITIVE_INFINITY] }, /body: 1 is Infinity/],
    ['a date that is none', { birth: new Date('x') }, /body: birth is an invalid Date/],
    ['a bigint', { a: 1n }, /cannot be written as JSON/],
    ['a function', () => 1, /which JSON cannot hold/],
  ])('refuses %s', async (_, body, says) => {
    await refused((client) => client.create({ body }), says);
  });

  it('refuses a circular body', async () => {
    const body: Record<string, unknown> = {};
    body.self = body;
    await refused((client) => client.create({ body }), /cannot be written as JSON/);
  });

  it.each([null, 'text', new FormData(), new Blob(['x'])])(
    'refuses %s where JSON is wanted',
    async (body) => {
      await refused((client) => client.create({ body }), /create was not sent: .*body/);
    },
  );

  it.each([
    ['undefined in a list', [1, undefined]],
    ['a Map', { a: new Map() }],
    ['a Set', new Set([1])],
  ])('refuses %s at an undocumented endpoint', async (_, body) => {
    await refused((client) => client.request('POST', '/any', { body }), /body/);
  });

  it('refuses a body where the operation takes none', async () => {
    await refused((client) => client.get({ path: { id: 2 }, body: {} }), /get was not sent: takes no body/);
  });
});

describe('multipart body', () => {
  it('becomes a form whose content type is left to fetch', async () => {
    const { client, sent } = recorded(ok({}));
    const image = new Blob(['png'], { type: 'image/png' });
    await client.form({ body: { master_id: 5, image, none: undefined } });
    const form = sent[0]!.content as FormData;
    expect(form).toBeInstanceOf(FormData);
    expect([...form.keys()]).toEqual(['master_id', 'image']);
    expect(form.get('master_id')).toBe('5');
    expect(await (form.get('image') as File).text()).toBe('png');
    expect(sent[0]!.headers).not.toHaveProperty('content-type');
  });

  it('goes with a DELETE too, and reaches a server with its boundary', async () => {
    const seen: string[] = [];
    const server = await loopback(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      seen.push(request.method!, request.headers['content-type']!, text);
      response.end();
    });
    const { client } = recorded([], { baseUrl: server.base, fetch: undefined });
    const answer = await client.clear({ body: { image_group_id: 9 } });
    await server.close();
    expect(answer).toBeUndefined();
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(seen[1]!)![1]!;
    expect(seen[0]).toBe('DELETE');
    expect(seen[2]).toContain(
      `--${boundary}\r\nContent-Disposition: form-data; name="image_group_id"\r\n\r\n9`,
    );
  });

  it.each([
    ['an object as a field', { image: { a: 1 } }, /body\.image is an object; pass a File or Blob/],
    ['null as a field', { image: null }, /body\.image is null/],
    ['NaN as a field', { master_id: Number.NaN }, /body\.master_id/],
    ['no object', 'x', /object of form fields/],
    ['a missing form', undefined, /body is missing/],
  ])('refuses %s', async (_, body, says) => {
    await refused((client) => client.form({ body }), says);
  });

  it('takes a ready form as it is', async () => {
    const { client, sent } = recorded(ok({}));
    const form = new FormData();
    await client.form({ body: form });
    expect(sent[0]!.content).toBe(form);
  });
});

describe('the body of an undocumented endpoint', () => {
  it('is sent as it is when it is ready', async () => {
    const { client, sent } = recorded();
    const form = new URLSearchParams({ a: '1' });
    await client.request('POST', '/new', { body: form });
    expect(sent[0]!.content).toBe(form);
    expect(sent[0]!.headers).not.toHaveProperty('content-type');
  });
});
