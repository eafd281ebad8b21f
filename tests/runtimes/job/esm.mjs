import { start } from './load.mjs';

console.log(JSON.stringify(await start(process.env.BASE)));
