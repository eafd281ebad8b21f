// Child of suites/regenerate.ts: generates all APIs into a folder; prints seconds since the process began and peak memory.

import { generate } from '../../../scripts/generate.ts';
import { apis } from '../../../scripts/openapi/apis.ts';

await generate(apis, process.argv[2]!, () => {});
const seconds = performance.now() / 1000;
console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
