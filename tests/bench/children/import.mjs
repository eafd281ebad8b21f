// Child of suites/import.ts: imports one module; prints the milliseconds and the heap that it added.
const url = process.argv[2];
globalThis.gc();
const heapBefore = process.memoryUsage().heapUsed;
const start = performance.now();
await import(url);
const ms = performance.now() - start;
globalThis.gc();
console.log(JSON.stringify({ ms, heapKb: (process.memoryUsage().heapUsed - heapBefore) / 1000 }));
