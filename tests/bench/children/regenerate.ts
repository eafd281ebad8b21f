// Child of suites/regenerate.ts: generates all APIs into a folder; prints seconds since the process began and peak memory.

import { write } from '../../../scripts/emit/outputs.ts';
import { generate } from '../../../scripts/generate.ts';
import { apis } from '../../../scripts/openapi/apis.ts';

await write(process.argv[2]!, await generate(apis, () => {}));
const seconds = performance.now() / 1000;
console.log(JSON.stringify({ seconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
