import { start } from './load.mjs';

globalThis.report = start(new URL('/api', location.href).href, { bodyOfGet: false });
