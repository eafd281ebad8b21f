// Runs the programs that it is given the names of, and prints how many parts ran and which of them failed.
import type { Program } from './salon.js';

const failed: Record<string, string> = {};
let ran = 0;
for (const name of process.argv.slice(2)) {
  const { program } = (await import(`./${name}.js`)) as { program: Program };
  for (const [part, run] of Object.entries(program)) {
    ran++;
    await run().catch((error: unknown) => {
      failed[part] = String(error);
    });
  }
}
console.log(JSON.stringify({ ran, failed }));
