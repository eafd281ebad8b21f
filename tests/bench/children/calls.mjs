// Child of suites/calls.ts: the same GET through every client on a stubbed fetch; prints microseconds per call and round.
import createFetchClient from 'openapi-fetch';

const [, , index, v1Module, kind] = process.argv;
const { createClient, createLimiter } = await import(index);
const { v1 } = await import(v1Module);

const record = {
  id: 66,
  name: 'James Smith',
  phone: '+13155550175',
  email: 'james@example.com',
  visits: 12,
  spent: 250.5,
  categories: [{ id: 1, title: 'VIP' }],
  custom_fields: [],
  comment: 'Prefers mornings. '.repeat(20),
};
const body = JSON.stringify({ success: true, data: record, meta: [] });
const headers = {
  'content-type': 'application/json',
  ...(kind === 'plain' ? { 'content-length': String(body.length) } : { 'content-encoding': 'gzip' }),
};
const fetchStub = async () => new Response(body, { status: 200, headers });

const origin = 'https://api.alteg.io';
const token = 'Bearer partner, User user';
const path = { location_id: 1, id: 66 };
const template = '/client/{location_id}/{id}';
const filled = '/client/1/66';

const bare = createFetchClient({ baseUrl: `${origin}/api/v1`, fetch: fetchStub });
const withAuth = createFetchClient({ baseUrl: `${origin}/api/v1`, fetch: fetchStub });
withAuth.use({
  onRequest({ request }) {
    request.headers.set('authorization', token);
    request.headers.set('accept', 'application/vnd.api.v2+json');
    return request;
  },
});
const noop = () => {};
const options = { partnerToken: 'partner', userToken: 'user', fetch: fetchStub };
const hooks = { onRequest: noop, onResponse: noop, onRetry: noop, onLimit: noop, onDrift: noop };
const full = createClient(v1, {
  ...options,
  hooks,
  limiter: createLimiter({ perSecond: 1e9, perMinute: 1e9 }),
});
const unlimited = createClient(v1, {
  ...options,
  hooks,
  limiter: createLimiter({ perSecond: Infinity, perMinute: Infinity }),
});
const lean = createClient(v1, { ...options, limiter: false, retry: 0 });
const timeless = createClient(v1, { ...options, limiter: false, retry: 0, timeoutMs: 0 });

const candidates = {
  'fetch + json()': async () =>
    (await fetchStub(`${origin}/api/v1${filled}`, { headers: { authorization: token } })).json(),
  'openapi-fetch': async () => (await bare.GET(template, { params: { path } })).data,
  'openapi-fetch + auth middleware': async () => (await withAuth.GET(template, { params: { path } })).data,
  'altegio-sdk, by operation, everything on': () => full.get_client({ path }),
  'altegio-sdk, by operation, everything on, windows of Infinity': () => unlimited.get_client({ path }),
  'altegio-sdk, by operation, limiter and retry off': () => lean.get_client({ path }),
  'altegio-sdk, by operation, limiter, retry and timeout off': () => timeless.get_client({ path }),
  'altegio-sdk, by path, everything on': async () =>
    (await full.http.GET(template, { params: { path } })).data,
  'altegio-sdk, by path, limiter and retry off': async () =>
    (await lean.http.GET(template, { params: { path } })).data,
};
await peer('ky', ({ default: ky }) => {
  const client = ky.create({
    prefixUrl: `${origin}/api/v1`,
    fetch: fetchStub,
    headers: { authorization: token },
  });
  return () => client.get(filled.slice(1)).json();
});
await peer('openai', ({ OpenAI }) => {
  const client = new OpenAI({ apiKey: 'key', baseURL: `${origin}/api/v1`, fetch: fetchStub });
  return () => client.get(filled);
});
await peer('@notionhq/client', ({ Client }) => {
  const client = new Client({ auth: 'key', baseUrl: origin, fetch: fetchStub });
  return () => client.request({ method: 'get', path: filled.slice(1) });
});

for (const [name, call] of Object.entries(candidates)) {
  const got = await call();
  if (got?.data?.id !== 66) throw new Error(`${name} did not return the body: ${JSON.stringify(got)}`);
}

const rounds = 31;
const callsPerRound = 1000;
const names = Object.keys(candidates);
const times = Object.fromEntries(names.map((name) => [name, []]));
for (let round = -3; round < rounds; round++) {
  for (let step = 0; step < names.length; step++) {
    // Another order in every round: nobody always pays for another's garbage.
    const name = names[(step * (round % 2 ? 1 : names.length - 1) + round + names.length * 3) % names.length];
    const call = candidates[name];
    globalThis.gc?.();
    const start = process.hrtime.bigint();
    for (let count = 0; count < callsPerRound; count++) await call();
    const microseconds = Number(process.hrtime.bigint() - start) / 1000 / callsPerRound;
    if (round >= 0) times[name].push(microseconds);
  }
}
console.log(JSON.stringify(times));

/** Adds a peer when it is installed. */
async function peer(name, make) {
  try {
    candidates[name] = make(await import(name));
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  }
}
