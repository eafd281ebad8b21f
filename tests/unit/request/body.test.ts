// Request bodies: JSON, forms, and what is refused before anything is sent.
import { describe, expect, it } from 'vitest';
import { loopback } from '../../support/loopback.ts';
import { ok, raw } from '../../support/recorder.ts';
import { refused } from '../../support/refused.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('body', () => {
  it('sends JSON with its content type', async () => {
    const { client, sent } = recorded(ok({ id: 1 }));
    const body = { name: 'Анна "A"', phone: '+1', at: new URL('http://a/'), nothing: null, left: undefined };
    await client.create({ body });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: { name: 'Анна "A"', phone: '+1', at: 'http://a/', nothing: null },
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

  it.each<[string, unknown, RegExp]>([
    [
      'a Date: the API has other forms',
      { day: new Date(0) },
      /body: day is a Date; pass a string in the form/,
    ],
    ['a Date as the body', new Date(0), /body is a Date; pass a string/],
    ['a promise', { a: Promise.resolve(1) }, /body: a is a Promise; await it first/],
    [
      'a thenable',
      { a: Object.defineProperty({}, 'then', { value() {} }) },
      /body: a is an object; await it first/,
    ],
    ['a promise as the body', Promise.resolve({}), /body is a Promise; await it first/],
    ['a Blob', { a: new Blob(['x']) }, /body: a is a Blob, which JSON cannot hold/],
    ['a RegExp', { a: [/x/] }, /body: 0 is a RegExp, which JSON/],
    ['a Map', { a: new Map([[1, 2]]) }, /body: a is a Map, which JSON/],
    ['a WeakMap', { a: new WeakMap() }, /body: a is a WeakMap, which JSON/],
    ['a WeakSet', { a: new WeakSet() }, /body: a is a WeakSet, which JSON/],
    ['an Error', { a: new Error('x') }, /body: a is an Error, which JSON/],
    ['an Error with a code', { a: Object.assign(new Error('x'), { code: 1 }) }, /body: a is an Error/],
    ['bytes', { a: Uint8Array.of(1) }, /body: a is a Uint8Array, which JSON/],
    ['a buffer', { a: new ArrayBuffer(1) }, /body: a is an ArrayBuffer, which JSON/],
    ['a form', { a: new FormData() }, /body: a is a FormData, which JSON/],
    ['parameters', { a: new URLSearchParams('a=1') }, /body: a is a URLSearchParams, which JSON/],
    ['a function', { a: () => 1 }, /body: a is a function, which JSON/],
    ['a symbol', { a: Symbol('x') }, /body: a is a symbol, which JSON/],
    ['a symbol in a list', { a: [Symbol('x')] }, /body: 0 is a symbol, which JSON/],
    ['an iterator', { a: [1].values() }, /body: a is an? Array Iterator, which JSON/],
  ])('refuses %s, which would be lost', async (_, body, says) => {
    await refused((client) => client.create({ body }), says);
    await refused((client) => client.request('POST', '/new', { body }), says);
  });

  it('sends instances of classes by their fields', async () => {
    class Client {
      name = 'Ada';
      get [Symbol.toStringTag]() {
        return 'Client';
      }
    }
    const { client, sent } = recorded(ok({}));
    await client.create({ body: { client: new Client(), none: Object.create(null) } });
    expect(sent[0]!.body).toEqual({ client: { name: 'Ada' }, none: {} });
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
  it('is written in bytes, with its boundary in the content type', async () => {
    const { client, sent } = recorded(ok({}));
    const image = new Blob(['png'], { type: 'image/png' });
    await client.form({ body: { master_id: 5, image, none: undefined } });
    const { content, headers } = sent[0]!;
    expect(content).toBeInstanceOf(Uint8Array);
    const form = await new Response(content as Uint8Array<ArrayBuffer>, { headers }).formData();
    expect([...form.keys()]).toEqual(['master_id', 'image']);
    expect(form.get('master_id')).toBe('5');
    const file = form.get('image') as File;
    expect([file.name, file.type, await file.text()]).toEqual(['blob', 'image/png', 'png']);
  });

  it.each<[string, string, string, string]>([
    ['a quote', 'a"b.png', 'a"b', 'name="a%22b"; filename="a%22b.png"'],
    ['line breaks', 'a\r\nb.png', 'a\nb', 'name="a%0D%0Ab"; filename="a%0D%0Ab.png"'],
    ['other scripts', 'Ж.png', 'Ж', 'name="Ж"; filename="Ж.png"'],
  ])('escapes %s in names as browsers do', async (_, filename, name, written) => {
    const { client, sent } = recorded(ok({}));
    const body = new FormData();
    body.append(name, new File(['x'], filename));
    await client.form({ body });
    expect(new TextDecoder().decode(sent[0]!.content as Uint8Array)).toContain(written);
  });

  it('has the line breaks of its texts as browsers do, and its files untouched', async () => {
    const { client, sent } = recorded(ok({}));
    const body = { text: 'a\nb\rc\r\nd', file: new File(['a\nb\r'], 'x') };
    await client.form({ body });
    const written = new TextDecoder().decode(sent[0]!.content as Uint8Array);
    expect(written).toContain('\r\n\r\na\r\nb\r\nc\r\nd\r\n--');
    expect(written).toContain('\r\n\r\na\nb\r\r\n--');
    expect(written).toContain('filename="x"\r\nContent-Type: application/octet-stream');
  });

  it('keeps its own content type, whatever the client says of JSON', async () => {
    const { client, sent } = recorded(ok({}), { headers: { 'Content-Type': 'application/json' } });
    await client.form({ body: { a: 1 } });
    expect(sent[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  });

  it('of a File that cannot be read is not sent', async () => {
    const gone = new Blob(['x']);
    gone.arrayBuffer = () => Promise.reject(new Error('the file has changed'));
    const body = { image: gone };
    const form = { append() {}, getAll() {}, entries: () => Object.entries(body).values() };
    await refused((client) => client.form({ body: form }), /was not sent: the file has changed/);
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
    const response = await client.clear({ body: { image_group_id: 9 } });
    await server.close();
    expect(response).toBeUndefined();
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

  it('takes a ready form', async () => {
    const { client, sent } = recorded(ok({}));
    const form = new FormData();
    form.append('a', '1');
    await client.form({ body: form });
    const { content, headers } = sent[0]!;
    const read = await new Response(content as Uint8Array<ArrayBuffer>, { headers }).formData();
    expect([...read]).toEqual([['a', '1']]);
  });
});

describe('the body of an undocumented endpoint', () => {
  it.each<[string, unknown, unknown, RegExp | undefined]>([
    ['text', 'a,b', 'a,b', undefined],
    ['parameters', new URLSearchParams({ a: '1' }), 'a=1', /^application\/x-www-form-urlencoded;/],
    ['bytes', Uint8Array.of(1), Uint8Array.of(1), undefined],
    ['a buffer', Uint8Array.of(1).buffer, Uint8Array.of(1), undefined],
    ['a view', new Uint16Array([1]), Uint8Array.of(1, 0), undefined],
    ['a Blob with a type', new Blob(['x'], { type: 'text/csv' }), Uint8Array.of(120), /^text\/csv$/],
    ['a Blob without one', new Blob(['x']), Uint8Array.of(120), undefined],
  ])('is sent as it is when it is %s', async (_, body, content, type) => {
    const { client, sent } = recorded();
    await client.request('POST', '/new', { body });
    expect(sent[0]!.content).toEqual(content);
    expect(sent[0]!.headers['content-type'] ?? '').toMatch(type ?? /^$/);
  });

  it('may be a stream, unless somebody else reads it', async () => {
    const { client, sent } = recorded();
    const body = new Blob(['x']).stream();
    await client.request('POST', '/new', { body });
    expect(sent[0]!.content).toBe(body);
    body.getReader();
    await refused((client) => client.request('POST', '/new', { body }), /the stream of the body is locked/);
  });

  it('has the content type that the caller gives it', async () => {
    const { client, sent } = recorded();
    const headers = { 'Content-Type': 'text/x' };
    await client.request('POST', '/new', { body: new Blob(['x'], { type: 'text/csv' }), headers });
    expect(sent[0]!.headers['content-type']).toBe('text/x');
  });
});
