// Builds the contract of an API: the snapshot as published, corrected by the derived overlay, then by the hand-written ones.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve as resolvePath } from 'node:path';
import { parse, stringify } from 'yaml';
import { type ApiName, apiByName } from './apis.ts';
import { isReference, lookUp, type OpenApiDocument } from './derive/document.ts';
import { deriveOverlay } from './derive.ts';
import { applyOverlay, checkOverlay } from './overlay.ts';

export type { OpenApiDocument } from './derive/document.ts';

const root = resolvePath(import.meta.dirname, '..');

/**
 * The contract as plain objects, a fresh copy per call.
 * `redocly bundle` runs in `openapi:lint` only: the snapshots consist of one file each, so there is nothing to bundle,
 * and starting it four times would cost the generator more than everything else here. What it would find, a
 * reference that leaves the file or leads nowhere, is checked here.
 */
export async function loadContract(name: ApiName): Promise<OpenApiDocument> {
  const snapshot = await loadSnapshot(name);
  const api = apiByName(name);
  const derived = checkOverlay(deriveOverlay(api, snapshot), `the overlay derived from ${api.snapshot}`);
  let contract = await applyOverlay(snapshot, derived, `the overlay derived from ${api.snapshot}`);
  for (const file of await overlayFiles(api.overlays)) {
    contract = await applyOverlay(contract, checkOverlay(await loadYaml(file), file), file);
  }
  checkReferences(contract, api.vendor);
  return contract;
}

/** The description as published. */
export async function loadSnapshot(name: ApiName): Promise<OpenApiDocument> {
  return (await loadYaml(apiByName(name).snapshot)) as OpenApiDocument;
}

/** Writes the contract where other tools can read it; returns the file's path. */
export async function writeContract(name: ApiName): Promise<string> {
  const folder = join(root, '.cache/contract');
  const file = join(folder, `${apiByName(name).vendor}.yaml`);
  const text = stringify(await loadContract(name), { lineWidth: 0, aliasDuplicateObjects: false });
  await mkdir(folder, { recursive: true });
  await writeFile(file, text);
  return file;
}

/** The overlays of a folder in the order in which they are applied. */
async function overlayFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder));
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${folder}/${name}`);
}

async function loadYaml(file: string): Promise<unknown> {
  return parse(await readFile(join(root, file), 'utf8'));
}

function checkReferences(doc: OpenApiDocument, name: string): void {
  const broken = new Set<string>();
  visit(doc, (value) => {
    if (!isReference(value)) return;
    try {
      lookUp(doc, value.$ref);
    } catch (error) {
      broken.add((error as Error).message);
    }
  });
  if (broken.size > 0) throw new Error(`Contract of ${name}: ${[...broken].join('; ')}`);
}

function visit(value: unknown, see: (value: object) => void): void {
  if (typeof value !== 'object' || value === null) return;
  see(value);
  for (const child of Object.values(value)) visit(child, see);
}
