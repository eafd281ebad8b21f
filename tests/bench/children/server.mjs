// A server on loopback that keeps the API's limits, on a clock that runs as fast as `/reset?scale=` says.
// Sliding windows over the moments of arrival; a refused request does not count. Sends its port to the parent.
import { createServer } from 'node:http';

let scale = 1;
const now = () => performance.now() * scale;
const delayMs = 80;
const windows = [
  { max: 5, ms: 1000 },
  { max: 200, ms: 60_000 },
];
const total = 20_000;
const defaultSize = 25;

let limited = true;
let arrivals = [];
let refused = 0;

/** Largest page size of each list; a larger one is silently capped to the default, as the API does. */
const lists = { records: 1000, clients: 200 };

const server = createServer((request, response) => {
  const at = now();
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const url = new URL(request.url, 'http://localhost');
    if (url.pathname === '/stats') return send(response, 200, { arrivals, refused });
    if (url.pathname === '/reset') {
      limited = url.searchParams.get('limited') !== 'no';
      scale = Number(url.searchParams.get('scale') ?? 1);
      arrivals = [];
      refused = 0;
      return send(response, 200, {});
    }
    if (limited && !admit(at)) {
      refused++;
      return send(response, 429, { success: false, data: null, meta: { message: 'Too many requests' } });
    }
    if (!limited) arrivals.push(at);
    const isSearch = request.method === 'POST';
    const asked = isSearch ? JSON.parse(text || '{}') : Object.fromEntries(url.searchParams);
    const page = Number(asked.page ?? 1);
    const sent = rows(
      isSearch ? 'clients' : 'records',
      page,
      Number(asked[isSearch ? 'page_size' : 'count'] ?? defaultSize),
    );
    setTimeout(() => send(response, 200, sent), limited ? delayMs / scale : 0);
  });
});

function admit(at) {
  // The longest window decides what has to be kept; the list is only as long as that.
  const isFull = ({ max, ms }) => arrivals.length >= max && arrivals.at(-max) > at - ms;
  if (windows.some(isFull)) return false;
  arrivals.push(at);
  return true;
}

function rows(list, page, size) {
  const used = size >= 1 && size <= lists[list] ? size : defaultSize;
  const data = [];
  for (let id = (page - 1) * used + 1; id <= Math.min(page * used, total); id++) {
    data.push({
      id,
      name: `Client ${id}`,
      phone: `+1315555${id}`,
      date: '2026-01-15',
      comment: 'Prefers mornings, window seat. '.repeat(5),
      services: [{ id, title: 'Haircut', cost: 30 }],
    });
  }
  return { success: true, data, meta: { page, total_count: total } };
}

function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

server.listen(0, '127.0.0.1', () => process.send(server.address().port));
