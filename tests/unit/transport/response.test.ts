// What a successful response becomes: its JSON, a Blob, nothing, or an AltegioDecodeError.

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AltegioApiError, AltegioDecodeError, type Middleware } from '../../../src/index.ts';
import { failureOf, json, ok, raw } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

/** One operation of each kind, with what it needs to be called. */
const calls = {
  plain: {},
  search: { body: {} },
  note: {},
  remove: { path: { id: 1 } },
  rows: {},
  file: { path: { id: 1 } },
};

type Called = keyof typeof calls;

describe('a readable response', () => {
  it.each<[string, Called, Response, unknown]>([
    ['the whole envelope', 'plain', ok([1], { a: 1 }), { success: true, data: [1], meta: { a: 1 } }],
    ['a body without an envelope', 'plain', json(200, { id: 1 }), { id: 1 }],
    ['a list where the description has one', 'rows', json(200, [1, 2]), [1, 2]],
    ['an empty list there', 'rows', json(200, []), []],
    ['an envelope there', 'rows', ok([1]), { success: true, data: [1], meta: {} }],
    ['JSON where nothing is promised', 'remove', json(200, [1]), [1]],
    ['JSON without a content type', 'plain', raw(200, '{"a":1}', { 'content-type': '' }), { a: 1 }],
    ['JSON that calls itself HTML', 'plain', raw(200, '{"a":1}', { 'content-type': 'text/html' }), { a: 1 }],
    ['JSON after a byte order mark', 'plain', raw(200, '\ufeff{"a":1}'), { a: 1 }],
    [
      '201 with refused items in meta.errors',
      'note',
      json(201, { success: true, data: [], meta: { errors: [{ index: 0, error: 'No' }] } }),
      { success: true, data: [], meta: { errors: [{ index: 0, error: 'No' }] } },
    ],
  ])('resolves to %s', async (_, name, response, value) => {
    const { client } = recorded(response);
    expect(await client[name](calls[name])).toEqual(value);
  });

  it('keeps a field named __proto__ a field', async () => {
    const { client } = recorded(raw(200, '{"data":{"__proto__":{"polluted":true}}}'));
    const { data } = (await client.plain()) as { data: Record<string, unknown> };
    expect(Object.keys(data)).toEqual(['__proto__']);
    expect(data.polluted).toBeUndefined();
  });

  it('with characters that are split between chunks stays whole', async () => {
    const bytes = new TextEncoder().encode('{"name":"Анна 🙂"}');
    const chunks = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
            controller.close();
          },
        }),
      );
    const { client } = recorded(chunks);
    expect(await client.plain()).toEqual({ name: 'Анна 🙂' });
  });
});

it('in chunks that are no bytes fails by what is wrong with it, not by its size', async () => {
  const chunks = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue('{}');
          controller.close();
        },
      }),
    );
  const { client } = recorded(chunks);
  expect(await failureOf(client.plain())).toMatchObject({
    name: 'AltegioConnectionError',
    cause: expect.any(TypeError),
  });
  const { client: responding } = recorded([], { middleware: [async () => chunks()] });
  expect(await failureOf(responding.plain())).toMatchObject({
    name: 'AltegioConnectionError',
    cause: expect.any(TypeError),
  });
});

describe('an empty response', () => {
  it.each<[string, Called, Response]>([
    ['204 to a delete', 'remove', raw(204)],
    ['200 to a delete', 'remove', raw(200)],
    ['200 with blanks to a delete', 'remove', raw(200, ' \n')],
    ['204 to a write', 'note', raw(204)],
    ['205 to a write', 'note', raw(205)],
    ['204 to a read', 'plain', raw(204)],
  ])('%s resolves to undefined', async (_, name, response) => {
    const { client } = recorded(response);
    expect(await client[name](calls[name])).toBeUndefined();
  });

  it.each<[string, Called, Response]>([
    ['a read', 'plain', raw(200)],
    ['a read, of blanks only', 'plain', raw(200, '\n')],
    ['a search by POST', 'search', raw(200, '')],
    ['a document', 'file', raw(200)],
    ['a write that promises an object', 'note', raw(200)],
  ])('to %s is an AltegioDecodeError: it must not pass for "no data"', async (_, name, response) => {
    const { client } = recorded(response);
    const error = await failureOf(client[name](calls[name]));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error).toMatchObject({ status: 200, operationId: name });
    expect(error.message).toContain('an empty response');
  });
});

describe('JSON that is not what the description has', () => {
  it.each<[string, Called, string, RegExp]>([
    ['null', 'plain', 'null', /came with null in place of an object/],
    ['a text', 'plain', '"x"', /came with a string in place of an object/],
    ['a number', 'plain', '1', /came with a number in place of an object/],
    ['an empty list', 'plain', '[]', /came with a list in place of an object/],
    ['null to a write', 'note', 'null', /came with null in place of an object/],
    ['an empty list to a write', 'note', '[]', /came with a list in place of an object/],
    ['null in place of a list', 'rows', 'null', /came with null in place of a list/],
    ['false in place of a list', 'rows', 'false', /came with a boolean in place of a list/],
  ])('%s is an AltegioDecodeError with outcome unknown', async (_, name, text, says) => {
    const { client } = recorded(raw(201, text, { 'content-type': 'application/json' }));
    const error = await failureOf(client[name](calls[name]));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error).toMatchObject({ status: 201, outcome: 'unknown' });
    expect(error.message).toMatch(says);
  });

  it('is taken as it comes from an undocumented endpoint', async () => {
    for (const [text, value] of [
      ['null', null],
      ['"x"', 'x'],
      ['[]', []],
    ] as const) {
      const { client } = recorded(raw(200, text));
      expect(await client.request('GET', '/new')).toEqual(value);
    }
  });
});

describe('bytes', () => {
  // Neither valid UTF-8 nor without a byte order mark: decoding it would change both.
  const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x25, 0x50, 0xff, 0xfe, 0x00, 0xc3);
  const typed = (type: string | undefined) =>
    new Response(bytes, { headers: type === undefined ? {} : { 'content-type': type } });
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

  it.each([
    'application/pdf',
    'application/octet-stream',
    word,
    sheet,
    'application/zip; name=data.xml',
    'image/png; note="text/json"',
    'application/x-jsonlines-archive',
    undefined,
  ])('of type %s come as a Blob, unchanged', async (type) => {
    for (const name of ['file', undefined] as const) {
      const { client } = recorded(typed(type));
      const value = (await (name ? client[name](calls[name]) : client.request('GET', '/new'))) as Blob;
      expect(value).toBeInstanceOf(Blob);
      expect(value.type).toBe(type ?? '');
      expect(new Uint8Array(await value.arrayBuffer())).toEqual(bytes);
    }
  });

  it.each([
    'text/html; charset=utf-8',
    'application/json',
    'application/vnd.api.v2+json',
    'application/problem+json; charset=utf-8',
    'application/xml',
    'image/svg+xml',
    'application/x-www-form-urlencoded',
    'TEXT/PLAIN',
  ])('of type %s are text', async (type) => {
    const { client } = recorded(raw(200, '<Ж>', { 'content-type': type }));
    expect(await client.request('GET', '/new')).toBe('<Ж>');
  });

  it.each(['application/pdf', 'text/plain', 'application/json', undefined])(
    'pass a middleware unchanged (%s)',
    async (type) => {
      const seen: Uint8Array[] = [];
      const middleware: Middleware = async (request, next) => {
        const response = await next(request);
        seen.push(new Uint8Array(await response.clone().arrayBuffer()));
        return response;
      };
      const { client } = recorded(typed(type), { middleware: [middleware] });
      await client.request('GET', '/new');
      expect(seen).toEqual([bytes]);
    },
  );

  it('of a page without a type are no document', async () => {
    const page = new Response(new TextEncoder().encode('<!DOCTYPE html><title>502</title>'));
    const error = await failureOf(recorded(page).client.file(calls.file));
    expect(error.message).toContain('an HTML page');
  });
});

describe('an unreadable response', () => {
  const page = '<!DOCTYPE html><title>Just a moment</title>';
  const html = { 'content-type': 'text/html' };
  it.each<[string, Response, RegExp]>([
    ['HTML with status 200', raw(200, page, html), /came with an HTML page, which/],
    [
      'HTML of a proxy',
      raw(200, page, { ...html, 'cf-ray': '8f-FRA' }),
      /HTML page of a proxy .*cf-ray 8f-FRA/,
    ],
    ['broken JSON', raw(200, '{"a":}'), /broken JSON/],
    ['truncated JSON', raw(200, '{"success":true,"data":[{"id":1'), /broken JSON/],
    ['text', raw(200, 'OK'), /text that is not JSON/],
    ['another type of file', raw(200, 'x', { 'content-type': 'image/png' }), /a response of type image\/png/],
  ])('%s is an AltegioDecodeError that says what came', async (_, response, says) => {
    const { client } = recorded(response);
    const error = await failureOf(client.plain());
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error).toMatchObject({
      status: 200,
      method: 'GET',
      path: '/plain',
      attempts: 1,
      outcome: 'unknown',
    });
    expect(error.message).toMatch(says);
    expect(error.message).toMatch(/^plain failed: HTTP 200 .*The call may be repeated\.$/);
  });

  it('to a write warns that it may have happened', async () => {
    const { client } = recorded(raw(201, '<html>'));
    const error = await failureOf(client.note({ body: {} }));
    expect(error).toMatchObject({ status: 201, outcome: 'unknown' });
    expect(error.message).toContain('The write may have happened: read it back');
  });

  it.each(['hunter2-secret <b>', '{"a":"hunter2-secret}', '{"a":hunter2-secret}', "'hunter2-secret'"])(
    'is not quoted, neither in the error nor in its cause: %j',
    async (text) => {
      const { client } = recorded(raw(200, text));
      const error = await failureOf(client.note({ body: { password: 'hunter2-secret' } }));
      expect(error.cause).toBeInstanceOf(SyntaxError);
      expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/hunter2|-secret/);
    },
  );

  it.each([true, false])(
    'larger than maxResponseBytes is an AltegioDecodeError (length announced: %s)',
    async (announced) => {
      const response = raw(200, 'x'.repeat(101), announced ? { 'content-length': '101' } : {});
      const { client } = recorded(response, { maxResponseBytes: 100 });
      const error = await failureOf(client.plain());
      expect(error).toBeInstanceOf(AltegioDecodeError);
      expect(error.message).toContain('more than maxResponseBytes (100)');
    },
  );
});

describe('success: false', () => {
  const failed = { success: false, data: null, meta: { message: 'Slot is taken' } };
  it.each<Called>(['plain', 'note', 'file'])('with HTTP 200 is an AltegioApiError (%s)', async (name) => {
    const { client } = recorded(json(200, failed));
    const error = await failureOf(client[name](calls[name]));
    expect(error).toBeInstanceOf(AltegioApiError);
    expect(error).toMatchObject({ status: 200, outcome: 'refused', body: failed });
    expect(error.message).toBe(`${name} failed with HTTP 200: Slot is taken.`);
  });

  it('counts as a failure at the top only', async () => {
    const { client } = recorded(json(200, { data: { success: false } }));
    expect(await client.plain()).toEqual({ data: { success: false } });
  });
});

describe('a document', () => {
  it('comes as a Blob with its type', async () => {
    const { client } = recorded(raw(200, '%PDF-1.7', { 'content-type': 'application/pdf' }));
    const receipt = (await client.file(calls.file)) as Blob;
    expect(receipt).toBeInstanceOf(Blob);
    expect(receipt.type).toBe('application/pdf');
    expect(await receipt.text()).toBe('%PDF-1.7');
  });

  it('in whose place HTML comes is an AltegioDecodeError', async () => {
    const { client } = recorded(raw(200, '<html>', { 'content-type': 'text/html' }));
    const error = await failureOf(client.file(calls.file));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error.message).toContain('an HTML page');
  });
});
