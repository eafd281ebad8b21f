// Child of suites/export.ts: exports one list in one way; prints the rows it got and the live heap while it ran.
const [, , port, scaleText, list, way, sizeText, index] = process.argv;
const { createAltegio, createLimiter } = await import(index);

const scale = Number(scaleText);
const size = sizeText ? Number(sizeText) : undefined;
const origin = `http://127.0.0.1:${port}`;
const path = { location_id: 1 };

const clock = {
  now: () => performance.now() * scale,
  after(ms, run) {
    const timer = setTimeout(run, ms / scale);
    return () => clearTimeout(timer);
  },
};
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms / scale));

const heap = [];
const measuresHeap = way.startsWith('heap');
function sample() {
  if (!measuresHeap) return;
  globalThis.gc();
  heap.push(process.memoryUsage().heapUsed / 1e6);
}

async function ours() {
  const limiter = measuresHeap ? false : createLimiter({ clock });
  // A machine that is busy with other things must not make this run time out.
  const altegio = createAltegio({
    partnerToken: 'partner',
    userToken: 'user',
    baseUrl: `${origin}/api`,
    clock,
    limiter,
    timeoutMs: 0,
  });
  const options = size === undefined ? { path } : { path, size };
  const pages =
    list === 'records'
      ? altegio.v1.get_appointment_list.pages(options)
      : altegio.v1.get_client_list.pages({ ...options, body: {} });
  let count = 0;
  for await (const page of pages) {
    count += page.items.length;
    sample();
  }
  return count;
}

/** What a page costs a caller who does it by hand: a 429 is waited out for a second. */
async function fetchPage(page, pageSize) {
  for (;;) {
    const sized = pageSize === undefined ? {} : { [list === 'records' ? 'count' : 'page_size']: pageSize };
    const response =
      list === 'records'
        ? await fetch(`${origin}/api/v1/records/1?${new URLSearchParams({ page, ...sized })}`)
        : await fetch(`${origin}/api/v1/company/1/clients/search`, {
            method: 'POST',
            body: JSON.stringify({ page, ...sized }),
          });
    const body = await response.json();
    if (response.status === 200) return body;
    await sleep(1000);
  }
}

/** The default page size, one page after the other. */
async function sequential() {
  const rows = [];
  for (let page = 1; ; page++) {
    const { data } = await fetchPage(page);
    if (data.length === 0) return rows.length;
    rows.push(...data);
    sample();
  }
}

/** The largest size, the first page for the total, then everything at once. */
async function allAtOnce() {
  const first = await fetchPage(1, size);
  const pages = Math.ceil(first.meta.total_count / size);
  const rest = await Promise.all(Array.from({ length: pages - 1 }, (_, index) => fetchPage(index + 2, size)));
  const rows = [first, ...rest].flatMap(({ data }) => data);
  sample();
  return rows.length;
}

sample();
const ways = { ours, sequential, 'all-at-once': allAtOnce };
const rows = await ways[way.replace('heap-', '')]();
console.log(JSON.stringify({ rows, heap }));
