// The generated files: which of them there are, and whether those of the project are what the generator makes.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A generated file. */
export interface Output {
  /** From the project's root. */
  path: string;
  text: string;
}

/** What one emitter makes; the path is known before. */
export interface Emission {
  path: string;
  emit: () => string | Promise<string>;
}

/** Folders in which every file is a generated one. */
const generatedFolders = ['generated', 'docs/operations'];

/** Runs the emitters one after the other; tells how long each took. */
export async function run(emissions: readonly Emission[], report: (line: string) => void): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const { path, emit } of emissions) {
    const start = performance.now();
    outputs.push({ path, text: await emit() });
    report(`${path} ${((performance.now() - start) / 1000).toFixed(2)} s`);
  }
  return outputs;
}

export async function write(root: string, outputs: readonly Output[]): Promise<void> {
  for (const { path, text } of outputs) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** What differs from the outputs below `root`, one line per file; none when all is up to date. */
export async function differences(root: string, outputs: readonly Output[]): Promise<string[]> {
  const changed = await Promise.all(outputs.map((output) => differenceOf(root, output)));
  return [
    ...changed.flatMap((difference) => difference ?? []),
    ...(await straysOf(root, outputs)).map((path) => `${path} is not a file that the generator writes`),
  ].sort();
}

/** Deletes from the generated folders what is none of all the outputs. */
export async function removeStrays(root: string, outputs: readonly Output[]): Promise<void> {
  for (const path of await straysOf(root, outputs)) await rm(join(root, path));
}

async function straysOf(root: string, outputs: readonly Output[]): Promise<string[]> {
  const known = new Set(outputs.map(({ path }) => path));
  const present = await Promise.all(generatedFolders.map((folder) => filesIn(root, folder)));
  return present.flat().filter((path) => !known.has(path));
}

async function differenceOf(root: string, { path, text }: Output): Promise<string | undefined> {
  const present = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (present === text) return undefined;
  if (present === undefined) return `${path} is missing`;
  const [wanted, found] = [text.split('\n'), present.split('\n')];
  const index = wanted.findIndex((line, at) => line !== found[at]);
  return `${path}:${(index === -1 ? wanted.length : index) + 1} differs`;
}

async function filesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''));
}
