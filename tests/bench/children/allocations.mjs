// Bytes that one call allocates, and bytes that stay after it. Run with --expose-gc and a young generation so large
// that nothing is collected meanwhile: --max-semi-space-size=512 --min-semi-space-size=512.
import createFetchClient from 'openapi-fetch';

const [, , index, v1Module] = process.argv;
const { createClient, createLimiter } = await import(index);
const { v1 } = await import(v1Module);

const body = JSON.stringify({ success: true, data: { id: 66, name: 'James Smith' }, meta: [] });
const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
const fetchStub = async () => new Response(body, { status: 200, headers });
const path = { location_id: 1, id: 66 };

const bare = createFetchClient({ baseUrl: 'https://api.alteg.io/api/v1', fetch: fetchStub });
const noop = () => {};
const client = createClient(v1, {
  partnerToken: 'partner',
  userToken: 'user',
  fetch: fetchStub,
  limiter: createLimiter({ perSecond: 1e9, perMinute: 1e9 }),
  hooks: { onRequest: noop, onResponse: noop, onRetry: noop, onLimit: noop, onDrift: noop },
});

const subjects = {
  'openapi-fetch': () => bare.GET('/client/{location_id}/{id}', { params: { path } }),
  'altegio-sdk, by operation': () => client.get_client({ path }),
  'altegio-sdk, by path': () => client.http.GET('/client/{location_id}/{id}', { params: { path } }),
};
const result = {};
for (const [name, call] of Object.entries(subjects)) {
  // Enough calls for everything to be compiled and every cache to be filled.
  await repeat(call, 3000);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const calls = 4000;
  await repeat(call, calls);
  const allocated = (process.memoryUsage().heapUsed - before) / calls;
  globalThis.gc();
  result[name] = {
    allocated: Math.round(allocated),
    kept: Math.round((process.memoryUsage().heapUsed - before) / calls),
  };
}
console.log(JSON.stringify(result));

async function repeat(call, times) {
  for (let count = 0; count < times; count++) await call();
}
