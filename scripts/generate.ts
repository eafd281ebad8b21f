// `npm run generate [api…]`: writes generated/, docs/operations/ and docs/corrections.md from the contracts and
// openapi/codes.yaml. The same contracts give the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ApiInfo, apiByName, apis } from './apis.ts';
import { type Correction, loadCorrection } from './contract.ts';
import { stringifyOverlay } from './derive.ts';
import { emitClient } from './generate/client.ts';
import { codeNames } from './generate/code-names.ts';
import { emitCodes, loadCodes } from './generate/codes.ts';
import { type Corrections, emitCorrections } from './generate/corrections.ts';
import { emitMock } from './generate/mock.ts';
import { emitOperationDocs } from './generate/operation-docs.ts';
import { emitOperations } from './generate/operations.ts';
import { emitTypes } from './generate/types.ts';
import type { OpenApi } from './generate/walk.ts';

export const generatedFolder = fileURLToPath(new URL('../generated/', import.meta.url));

/** Holds hand-written documents too. */
export const docsFolder = fileURLToPath(new URL('../docs/', import.meta.url));

type Report = (line: string) => void;

/** Writes the files of the given APIs into a folder. */
export async function generate(selected: readonly ApiInfo[], folder: string, report: Report): Promise<void> {
  const codes = await loadCodes();
  await writeFiles(folder, [['codes.ts', () => emitCodes(codes)]], stopwatch('', report));
  for (const api of selected) {
    const step = stopwatch(api.name, report);
    const { doc, derived, answers } = await step('contract', () => described(api));
    await writeFiles(
      folder,
      [
        [`${api.name}.ts`, () => emitTypes(doc, api.vendor)],
        [`${api.name}.client.ts`, () => emitClient(doc, api.vendor, api.name, codes)],
        [`${api.name}.operations.ts`, () => emitOperations(doc, api.vendor)],
        [`${api.name}.mock.json`, () => emitMock(doc, api.vendor)],
        [`${api.name}.overlay.yaml`, () => stringifyOverlay(derived)],
        [`${api.name}.answers.overlay.yaml`, () => stringifyOverlay(answers)],
      ],
      step,
    );
  }
}

/** Writes the documents about the given APIs into a folder; that about corrections is about all of them, always. */
export async function generateDocs(
  selected: readonly ApiInfo[],
  folder: string,
  report: Report,
): Promise<void> {
  const codes = await loadCodes();
  const step = stopwatch('docs', report);
  const operations = selected.map((api): Emission => {
    const emit = async () => {
      const { doc } = await described(api);
      const names = codeNames(codes, doc, api.name);
      return emitOperationDocs({ doc, vendor: api.vendor, api: api.name, codes: names });
    };
    return [`${api.name}.md`, emit];
  });
  await writeFiles(join(folder, 'operations'), operations, step);
  await writeFiles(folder, [['corrections.md', async () => emitCorrections(await corrections())]], step);
}

async function corrections(): Promise<Corrections[]> {
  return Promise.all(
    apis.map(async (api) => {
      const { derived, answers, written } = await described(api);
      return {
        api: api.name,
        vendor: api.vendor,
        derived: [...derived.actions, ...answers.actions],
        written,
      };
    }),
  );
}

type Described = Omit<Correction, 'contract'> & { doc: OpenApi };

const known = new Map<string, Promise<Described>>();

/** No emitter changes what it is given, so all of them share it: it costs seconds. */
function described({ name }: ApiInfo): Promise<Described> {
  const found =
    known.get(name) ??
    loadCorrection(name).then(({ contract, ...rest }) => ({ ...rest, doc: contract as unknown as OpenApi }));
  known.set(name, found);
  return found;
}

type Emission = [name: string, emit: () => string | Promise<string>];

async function writeFiles(folder: string, files: Emission[], step: ReturnType<typeof stopwatch>) {
  await mkdir(folder, { recursive: true });
  for (const [name, emit] of files) await writeFile(join(folder, name), await step(name, emit));
}

function stopwatch(topic: string, report: Report) {
  const done = (name: string, seconds: number) => report(`${topic} ${name} ${seconds.toFixed(2)} s`.trim());
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
  await generateDocs(selected, docsFolder, console.log);
  console.log(`total ${((performance.now() - start) / 1000).toFixed(2)} s`);
}
