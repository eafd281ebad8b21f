// `npm run generate [api…]`: writes generated/ from the contracts. The same contracts give the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ApiInfo, apiByName, apis } from './apis.ts';
import { loadContract, loadSnapshot } from './contract.ts';
import { deriveOverlay, stringifyOverlay } from './derive.ts';
import { emitClient } from './generate/client.ts';
import { emitMock } from './generate/mock.ts';
import { emitOperations } from './generate/operations.ts';
import { emitTypes } from './generate/types.ts';
import type { OpenApi } from './generate/walk.ts';

export const generatedFolder = fileURLToPath(new URL('../generated/', import.meta.url));

type Report = (line: string) => void;

/** Writes the files of the given APIs into a folder. */
export async function generate(selected: readonly ApiInfo[], folder: string, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const api of selected) {
    const step = stopwatch((name, seconds) => report(`${api.name} ${name} ${seconds.toFixed(2)} s`));
    const doc = (await step('contract', () => loadContract(api.name))) as unknown as OpenApi;
    const files: [string, () => string | Promise<string>][] = [
      [`${api.name}.ts`, () => emitTypes(doc, api.vendor)],
      [`${api.name}.client.ts`, () => emitClient(doc, api.vendor, api.name)],
      [`${api.name}.operations.ts`, () => emitOperations(doc, api.vendor)],
      [`${api.name}.mock.json`, () => emitMock(doc, api.vendor)],
      [
        `${api.name}.overlay.yaml`,
        async () => stringifyOverlay(deriveOverlay(api, await loadSnapshot(api.name))),
      ],
    ];
    for (const [name, emit] of files) {
      await writeFile(join(folder, name), await step(name, emit));
    }
  }
}

function stopwatch(done: (name: string, seconds: number) => void) {
  return async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    done(name, (performance.now() - start) / 1000);
    return result;
  };
}

if (process.argv[1] === import.meta.filename) {
  const names = process.argv.slice(2);
  const selected = names.length === 0 ? apis : names.map(apiByName);
  const start = performance.now();
  await generate(selected, generatedFolder, console.log);
  console.log(`total ${((performance.now() - start) / 1000).toFixed(2)} s`);
}
