// `npm run generate [api…]`: writes generated/, docs/operations/ and docs/corrections.md from the contracts and
// openapi/codes.yaml. The same contracts give the same bytes.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse } from './command.ts';
import { ContractError, type Correction, loadCorrection } from './contract/contract.ts';
import { stringifyOverlay } from './contract/derive.ts';
import { emitClient } from './emit/client.ts';
import { codeNames } from './emit/codes/code-names.ts';
import { emitCodes, loadCodes } from './emit/codes/codes.ts';
import { type Corrections, emitCorrections } from './emit/docs/corrections.ts';
import { emitOperationDocs } from './emit/docs/operation-pages.ts';
import { emitMock } from './emit/mock/contract.ts';
import { emitOperations } from './emit/operation-table.ts';
import { emitTypes } from './emit/types.ts';
import { type ApiInfo, apiByName, apis } from './openapi/apis.ts';
import type { OpenApi } from './openapi/document.ts';

export const generatedFolder = fileURLToPath(new URL('../generated/', import.meta.url));

/** Holds hand-written documents too. */
export const docsFolder = fileURLToPath(new URL('../docs/', import.meta.url));

type Report = (line: string) => void;

/** Writes the files of the given APIs into a folder: all of them, or none when something is refused. */
export async function generate(selected: readonly ApiInfo[], folder: string, report: Report): Promise<void> {
  const codes = await loadCodes();
  const first = stopwatch('', report);
  await first('contracts', () => describeAll(selected));
  const texts = await emitted([['codes.ts', () => emitCodes(codes)]], first);
  for (const api of selected) {
    const { doc, derived, answers } = await described(api);
    const emissions: Emission[] = [
      [`${api.name}.ts`, () => emitTypes(doc, api.vendor)],
      [`${api.name}.client.ts`, () => emitClient(doc, api.vendor, api.name, codes)],
      [`${api.name}.operations.ts`, () => emitOperations(doc, api.vendor)],
      [`${api.name}.mock.json`, () => emitMock(doc, api.vendor)],
      [`${api.name}.overlay.yaml`, () => stringifyOverlay(derived)],
      [`${api.name}.answers.overlay.yaml`, () => stringifyOverlay(answers)],
    ];
    texts.push(...(await emitted(emissions, stopwatch(api.name, report))));
  }
  await writeFiles(folder, texts);
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
  await writeFiles(join(folder, 'operations'), await emitted(operations, step));
  const page: Emission = ['corrections.md', async () => emitCorrections(await corrections())];
  await writeFiles(folder, await emitted([page], step));
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

/** Fails for all of them at once, and before anything is written. */
async function describeAll(selected: readonly ApiInfo[]): Promise<void> {
  const results = await Promise.allSettled(selected.map(described));
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const refused = reasons.filter((reason) => reason instanceof ContractError);
  if (reasons.length > refused.length) throw reasons.find((reason) => !refused.includes(reason));
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n\n'));
}

/** No emitter changes what it is given, so all of them share it: it costs seconds. */
function described({ name }: ApiInfo): Promise<Described> {
  const found =
    known.get(name) ?? loadCorrection(name).then(({ contract, ...rest }) => ({ ...rest, doc: contract }));
  known.set(name, found);
  return found;
}

type Emission = [name: string, emit: () => string | Promise<string>];

type Text = [name: string, text: string];

async function emitted(files: Emission[], step: ReturnType<typeof stopwatch>): Promise<Text[]> {
  const texts: Text[] = [];
  for (const [name, emit] of files) texts.push([name, await step(name, emit)]);
  return texts;
}

async function writeFiles(folder: string, texts: Text[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of texts) await writeFile(join(folder, name), text);
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

async function main(names: string[]): Promise<void> {
  const selected = names.length === 0 ? apis : names.map(apiByName);
  const start = performance.now();
  await generate(selected, generatedFolder, console.log);
  await generateDocs(selected, docsFolder, console.log);
  console.log(`total ${((performance.now() - start) / 1000).toFixed(2)} s`);
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2)).catch(refuse);
