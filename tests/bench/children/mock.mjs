// The fake and the mock over Prism in a process of their own: `mock.mjs <url of dist/>`. Prints how long each takes to be
// up, and how many calls a second it serves, one after another, after a warm-up. The servers are called by node:http over one
// kept connection: the platform's fetch costs a multiple of what the fake does.
import { Agent, request } from 'node:http';

const from = (name) => new URL(`${name}.js`, process.argv[2]).href;
const headers = { accept: 'application/vnd.api.v2+json', authorization: 'Bearer partner, User user' };
const path = '/v1/client/123/1001';
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const { createFakeAltegio, startMock } = await import(from('testing'));

let start = performance.now();
const fake = createFakeAltegio();
await call(fake.fetch, `https://api.alteg.io/api${path}`);
const fakeUpMs = performance.now() - start;
const fakeCalls = await perSecond(fake.fetch, `https://api.alteg.io/api${path}`, 5000);

start = performance.now();
const server = await createFakeAltegio().listen();
await call(send, server.url + path);
const serverUpMs = performance.now() - start;
const serverCalls = await perSecond(send, server.url + path, 5000);
await server.close();

start = performance.now();
const mock = await startMock();
await call(send, mock.url + path);
const mockUpMs = performance.now() - start;
const mockCalls = await perSecond(send, mock.url + path, 300);
await mock.close();
agent.destroy();

console.log(JSON.stringify({ fakeUpMs, fakeCalls, serverUpMs, serverCalls, mockUpMs, mockCalls }));

function send(url, { headers }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, json: () => JSON.parse(text) }));
    });
    sent.once('error', reject).end();
  });
}

async function call(send, url) {
  const response = await send(url, { headers });
  if (response.status !== 200) throw new Error(`${url}: HTTP ${response.status}`);
  await response.json();
}

async function perSecond(send, url, count) {
  for (let index = 0; index < count / 5; index++) await call(send, url);
  const begin = performance.now();
  for (let index = 0; index < count; index++) await call(send, url);
  return (count * 1000) / (performance.now() - begin);
}
