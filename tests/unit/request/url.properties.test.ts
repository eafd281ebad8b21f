// For arbitrary arguments: what is sent stays inside its path template on its host, or it is refused before fetch.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { recorded, type TinyOperation } from '../../support/tiny/tiny.ts';

/** Calls with these arguments; the request that was sent, or the refusal. */
async function attempt(operation: TinyOperation, input: object) {
  const { client, sent } = recorded(() => new Response('{"data":[]}'));
  try {
    await client[operation](input);
  } catch (error) {
    if (!(error instanceof AltegioConfigError)) throw error;
    expect(sent).toEqual([]);
    expect(error.outcome).toBe('not-sent');
    return undefined;
  }
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

const nasty = fc.constantFrom(
  ...[
    '.',
    '..',
    '...',
    '../',
    '..\\',
    '%2e%2e',
    '%2e',
    '/',
    '//',
    '\\',
    '?',
    '#',
    '&',
    '=',
    ';',
    ':',
    '@',
    '%',
    '%00',
  ],
  ...[
    '\0',
    '\r\n',
    '\t',
    ' ',
    '\u2028',
    '\ufeff',
    '\ud800',
    '\udc00',
    '．．',
    '／',
    'https://evil.test',
    '//evil.test',
  ],
  ...['__proto__', 'constructor', '{id}', '{', '}', '[]', '[', ']', '$&', '$1', ''],
);

const text = fc.oneof(
  fc
    .array(fc.oneof(nasty, fc.string({ maxLength: 3 }), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 5,
    })
    .map((parts) => parts.join('')),
  nasty,
  fc.string({ unit: 'binary' }),
);

const scalar = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.bigInt() },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, Number.NaN, Infinity, -0) },
);

const anything = fc.oneof(
  { weight: 8, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.anything({
      withNullPrototype: true,
      withDate: true,
      withMap: true,
      withSet: true,
      maxDepth: 2,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(JSON.parse('{"__proto__":1}'), Object.create({ id: 1 }), new Date(Number.NaN)),
  },
);

describe('path parameters', () => {
  it('stay inside their own segment, or the call is refused (10,000 inputs)', async () => {
    const property = fc.asyncProperty(anything, anything, async (first, second) => {
      const single = await attempt('get', { path: { id: first } });
      if (single) inside(single.url, /^\/api\/v1\/things\/([^/]+)$/, [first]);
      const both = await attempt('old', { path: { box_id: first, id: second } });
      if (both) inside(both.url, /^\/api\/v1\/old\/([^/]+)\/([^/]+)$/, [first, second]);
    });
    await fc.assert(property, { numRuns: 5000 });
  }, 60_000);

  it('that are plain are always sent', async () => {
    const plain = fc.oneof(fc.integer(), fc.bigInt(), fc.stringMatching(/^[\p{L}\p{N}_-]{1,20}$/u));
    const property = fc.asyncProperty(plain, async (id) => {
      const sent = await attempt('get', { path: { id } });
      inside(sent!.url, /^\/api\/v1\/things\/([^/]+)$/, [id]);
    });
    await fc.assert(property, { numRuns: 1000 });
  });

  it('come from the given object alone, not from what it inherits', async () => {
    expect(await attempt('get', { path: Object.create({ id: 1 }) as object })).toBeUndefined();
    expect(await attempt('get', { path: JSON.parse('{"id":1,"__proto__":2}') as object })).toBeUndefined();
  });
});

/** The request went to the host and path that it was meant for, and means the values that were given. */
function inside(url: URL, template: RegExp, values: readonly unknown[]): void {
  expect(url.origin).toBe('https://api.alteg.io');
  expect(url.search + url.hash + url.username + url.password).toBe('');
  const segments = template.exec(url.pathname)?.slice(1);
  expect(segments?.map(decodeURIComponent)).toEqual(values.map(String));
  // Also for a proxy that decodes once more before it looks at the path.
  for (const segment of segments!) {
    expect(decodeURIComponent(segment).split(/[/\\]/)).not.toContain('..');
  }
}

describe('query parameters', () => {
  it('say what was given and nothing else, or the call is refused (10,000 inputs)', async () => {
    const name = fc.oneof(text, fc.constantFrom('page', 'ids', 'ids[]', 'a[b]', '__proto__'));
    const query = fc.array(fc.tuple(name, anything), { maxLength: 4 });
    const property = fc.asyncProperty(query, async (pairs) => {
      // fromEntries makes __proto__ a field of its own, as parsed JSON would have it.
      const given = Object.fromEntries(pairs);
      const sent = await attempt('list', { query: given });
      if (!sent) return;
      expect(sent.url.origin + sent.url.pathname).toBe('https://api.alteg.io/api/v1/things');
      expect(sent.url.hash).toBe('');
      expect(sent.query).toEqual(expectedPairs(given));
    });
    await fc.assert(property, { numRuns: 10_000 });
  }, 60_000);
});

function expectedPairs(given: Record<string, unknown>): [string, string][] {
  return Object.entries(given).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [[name, spelled(value)]];
    if (name === 'ids') return value.length > 0 ? [[name, value.map(spelled).join()]] : [];
    return value.map((item) => [name.endsWith('[]') ? name : `${name}[]`, spelled(item)]);
  });
}

function spelled(value: unknown): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}

describe('bodies', () => {
  it('arrive as JSON would have them', async () => {
    const property = fc.asyncProperty(fc.jsonValue(), async (value) => {
      const body = { value };
      const sent = await attempt('update', { path: { id: 1 }, body });
      expect(sent!.content).toBe(JSON.stringify(body));
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 1000 });
  });
});
