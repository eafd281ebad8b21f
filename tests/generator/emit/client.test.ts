// generated/<api>.client.ts, from a tiny description.
import { describe, expect, it } from 'vitest';
import { emitClient } from '../../../scripts/emit/client.ts';
import { emitTypes } from '../../../scripts/emit/types.ts';
import type { OpenApi, Operation } from '../../../scripts/openapi/document.ts';
import { document, id, json, list, query, single, user } from './tiny.ts';

const client = async (doc: OpenApi) => emitClient(doc, await emitTypes(doc, 'tiny'), 'tiny', 'v1');

describe('the emitted interface', () => {
  it('demands a part exactly when something in it is required', async () => {
    const text = await client(
      single({ parameters: [id, query('q', 'string')], requestBody: json({ type: 'object' }) }, 'post'),
    );
    expect(text).toContain(`export type GetThingInput = {
  path: {
    id: number;
  };
  query?: {
    q?: string;
  } | undefined;
  body?: Record<string, unknown> | undefined;
} & CallOptions;`);
    expect(text).toContain('  get_thing(input: GetThingInput): Promise<GetThingOutput>;');
  });

  it('leaves out parts that an operation does not have, and the whole input when nothing is required', async () => {
    const text = await client(single({ parameters: [query('q', 'string')] }, 'get', '/things'));
    expect(text).not.toMatch(/^ {2}(path|body)/m);
    expect(text).toContain('  get_thing(input?: GetThingInput): Promise<GetThingOutput>;');
  });

  it('keeps the names of earlier editions, deprecated, with their types', async () => {
    const text = await client(single({ parameters: [id], 'x-altegio-earlier-names': ['fetch_thing'] }));
    expect(text).toContain(`  /** @deprecated Now called \`get_thing\`, which does the same. */
  fetch_thing: V1Operations['get_thing'];`);
    expect(text).toContain('export type FetchThingInput = GetThingInput;');
    expect(text).toContain('export type FetchThingOutput = GetThingOutput;');
    expect(text).not.toContain('FetchThingItem');
  });

  it('returns the union of the success bodies', async () => {
    const body = (status: number) =>
      `operations['get_thing']['responses'][${status}]['content']['application/json']`;
    const output = async (responses: NonNullable<Operation['responses']>) =>
      /export type GetThingOutput = (.*);/.exec(await client(single({ responses })))?.[1];
    expect(await output({ 200: json({}), 201: json({}), 404: json({}) })).toBe(`${body(200)} | ${body(201)}`);
    expect(await output({ 200: json({}), 202: {} })).toBe(`${body(200)} | undefined`);
    expect(await output({ 204: json({}) })).toBe('undefined');
  });

  it('gives paged operations items and pages', async () => {
    const paging = {
      style: 'page-limit',
      in: 'query',
      page: 'page',
      size: 'limit',
      max: 250,
      items: 'data',
    } as const;
    const text = await client(
      single({
        parameters: [query('page', 'integer'), query('limit', 'integer')],
        responses: { 200: json({ $ref: '#/components/schemas/List' }) },
        'x-altegio-paging': paging,
      }),
    );
    expect(text).toContain("export type GetThingItem = NonNullable<GetThingOutput['data']>[number];");
    expect(text).toContain('    (input?: GetThingInput): Promise<GetThingOutput>;');
    expect(text).toContain('    items(input?: GetThingInput & PageOptions): Items<GetThingItem>;');
    expect(text).toContain(
      '    pages(input?: GetThingInput & PageOptions): Pages<GetThingItem, GetThingOutput>;',
    );
    expect(text).toContain('Paging: `page` and `limit` (at most 250).');
  });

  it('frees items and pages from page parameters that a single call demands', async () => {
    const needed = { required: true };
    const paging = { style: 'page-count', in: 'query', page: 'page', size: 'count', items: 'data' } as const;
    const text = await client(
      single({
        parameters: [query('page', 'integer', needed), query('count', 'integer', needed)],
        responses: { 200: json(list) },
        'x-altegio-paging': paging,
      }),
    );
    expect(text).toContain('    (input: GetThingInput): Promise<GetThingOutput>;');
    expect(text).toContain('    items(input?: GetThingPagesInput): Items<GetThingItem>;');
    expect(text).toContain(`export type GetThingPagesInput = {
  query?: {
    page?: number;
    count?: number;
  } | undefined;
} & CallOptions & PageOptions;`);
  });

  it('names the operation whose items are not where the contract says', async () => {
    const paging = { style: 'page-count', in: 'query', page: 'page', size: 'count', items: 'data' } as const;
    const responses = { 200: json({ type: 'object', properties: { data: { type: 'object' } } }) };
    await expect(client(single({ responses, 'x-altegio-paging': paging }))).rejects.toThrow(
      /get_thing: data is not a list/,
    );
  });

  it('refuses two operations whose types would share a name', async () => {
    const operation = { security: user, responses: {} };
    const doc = document({
      '/a': { get: { ...operation, operationId: 'get_a' } },
      '/b': { get: { ...operation, operationId: 'get__a' } },
    });
    await expect(client(doc)).rejects.toThrow(/get__a and get_a/);
  });

  it.each(['GET', 'http', 'request', 'withOptions', 'then', 'constructor', 'toString', '__proto__'])(
    'refuses an operation that would hide or break a member of the client: %s',
    async (operationId) => {
      await expect(client(single({ operationId }))).rejects.toThrow(
        `GET /things/{id}: a client cannot have a method "${operationId}"`,
      );
    },
  );

  it.each(['delete', 'login', 'withUser', 'a.b', 'a-b'])('takes any other name: %s', async (operationId) => {
    expect(await client(single({ operationId }))).toMatch(`operations['${operationId}']`);
  });
});

describe('the doc comments', () => {
  it('tell path, token, safety and where the vendor describes the operation', async () => {
    const text = await client(
      single({ summary: 'Search things', tags: ['Team Members'], 'x-altegio-safe': true }, 'post'),
    );
    for (const fact of [
      ' * Search things.',
      ' * - `POST /things/{id}`',
      ' * - Tokens: partner token and user token.',
      ' * - Retries: a read, retried after network errors, timeouts, 408, 429 and 5xx.',
      ' * @returns the response body',
      ' * @see https://developer.alteg.io/en/tiny/openapi/team-members/get_thing',
    ]) {
      expect(text).toContain(fact);
    }
  });

  it('begin with a summary in one line', async () => {
    expect(await client(single({ summary: 'Two\r\n  lines */ of it' }))).toContain(
      '   * Two lines *\\/ of it.\n   *\n',
    );
  });

  it('cannot be ended or turned into tags by a text', async () => {
    const text = await client(single({ description: 'Ends */ here\n@internal' }));
    expect(text).toContain('   * Ends *\\/ here\n   * \\@internal\n');
  });

  it.each([
    ['v1.other_thing', '@deprecated Use {@link V1Operations.other_thing}.'],
    ['v2.other_thing', '@deprecated Use `other_thing` of the v2 API.'],
    [undefined, '@deprecated Altegio names no replacement.'],
  ])('name the replacement %s of a deprecated operation', async (replacement, text) => {
    const mark = replacement === undefined ? {} : { 'x-altegio-replaced-by': replacement };
    expect(await client(single({ deprecated: true, ...mark }))).toContain(text);
  });
});
