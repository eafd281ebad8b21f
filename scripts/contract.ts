// Builds the contract of an API: the snapshot as published, corrected by the derived overlay, then by the hand-written ones.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve as resolvePath } from 'node:path';
import { parse, stringify } from 'yaml';
import { type ApiName, apiByName } from './apis.ts';
import { isReference, lookUp, type OpenApiDocument } from './derive/document.ts';
import { evidenceActions } from './derive/evidence.ts';
import { deriveAnswerOverlay, deriveOverlay } from './derive.ts';
import { loadOpenEvidence } from './evidence.ts';
import { applyOverlay, checkOverlay, type Overlay } from './overlay.ts';

export type { OpenApiDocument } from './derive/document.ts';

const root = resolvePath(import.meta.dirname, '..');

/** A contract and everything that made it out of the snapshot. */
export interface Correction {
  contract: OpenApiDocument;
  /** Computed from the snapshot: what follows a pattern, then what examples ask for. */
  derived: Overlay;
  /** Written by hand, in the order in which they are applied. */
  written: { file: string; overlay: Overlay }[];
  /** Computed last, over what the hand-written ones add: the corrections of answers. */
  answers: Overlay;
}

/**
 * The contract as plain objects, a fresh copy per call.
 * `redocly bundle` runs in `openapi:lint` only: the snapshots consist of one file each, so there is nothing to bundle,
 * and starting it four times would cost the generator more than everything else here. What it would find, a
 * reference that leaves the file or leads nowhere, is checked here.
 */
export async function loadContract(name: ApiName): Promise<OpenApiDocument> {
  return (await loadCorrection(name)).contract;
}

/** The contract with its overlays, computed together: each of them costs seconds. */
export async function loadCorrection(name: ApiName): Promise<Correction> {
  const api = apiByName(name);
  const { overlay: derived, corrected } = await derive(name);
  const written = await loadWrittenOverlays(name);
  let contract = corrected;
  for (const { file, overlay } of written) contract = await applyOverlay(contract, overlay, file);
  const answers = deriveAnswerOverlay(api, contract);
  const source = `the overlay derived for the answers of ${api.snapshot}`;
  if (answers.actions.length > 0) {
    contract = await applyOverlay(contract, checkOverlay(answers, source), source);
  }
  checkReferences(contract, api.vendor);
  return { contract, derived, written, answers };
}

async function derive(name: ApiName): Promise<{ overlay: Overlay; corrected: OpenApiDocument }> {
  const api = apiByName(name);
  const source = `the overlay derived from ${api.snapshot}`;
  const snapshot = await loadSnapshot(name);
  const patterns = checkOverlay(deriveOverlay(api, snapshot), source);
  const patterned = await applyOverlay(snapshot, patterns, source);
  // The examples are compared with what the patterns leave, so that nothing is corrected twice.
  const actions = evidenceActions(snapshot, patterned, await loadOpenEvidence(api.vendor));
  const corrected = await applyOverlay(patterned, { ...patterns, actions }, source);
  return { overlay: { ...patterns, actions: [...patterns.actions, ...actions] }, corrected };
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

/** The hand-written overlays with their files, in the order in which they are applied. */
async function loadWrittenOverlays(name: ApiName): Promise<Correction['written']> {
  const files = await overlayFiles(apiByName(name).overlays);
  return Promise.all(
    files.map(async (file) => ({ file, overlay: checkOverlay(await loadYaml(file), file) })),
  );
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
