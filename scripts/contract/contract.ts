// Builds the contract of an API: the snapshot as published, corrected by the derived overlay, then by the hand-written ones.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type ApiInfo, type ApiName, apiByName } from '../openapi/apis.ts';
import { brokenReferences, type OpenApi } from '../openapi/document.ts';
import { withSortedPaths } from '../openapi/operations.ts';
import { loadYaml, readText, root } from '../openapi/project.ts';
import { reservedNames, withObjectSchemas } from '../openapi/schemas.ts';
import { deriveOverlay, type LaterName, laterOverlays, overlayOf } from './derive.ts';
import { isAboutNothing } from './evidence/address.ts';
import { type Evidence, fittingActions } from './evidence/evidence.ts';
import { loadOpenEvidence } from './evidence/load.ts';
import { applyOverlay, tryOverlay } from './overlay.ts';
import {
  checkOverlay,
  type Overlay,
  type OverlayAction,
  type OverlayFile,
  readOverlay,
} from './overlay-document.ts';
import { type Problem, problemText } from './problem.ts';
import { unreferencedProblems } from './unreferenced.ts';

/** A contract and everything that made it out of the snapshot: these overlays, and those of `laterOverlays`. */
export interface Correction extends Record<LaterName, Overlay> {
  contract: OpenApi;
  /** Computed from the snapshot: what follows a pattern, then what examples ask for. */
  derived: Overlay;
  /** Written by hand, in the order in which they are applied. */
  written: OverlayFile[];
}

/** A description that its corrections no longer fit: everything at fault, file by file, and where to read on. */
export class ContractError extends Error {
  override name = 'ContractError';

  constructor(snapshot: string, problems: readonly string[]) {
    const fix = 'What to do: openapi/README.md, "After a pull".';
    super([`${snapshot} has outgrown its corrections.`, ...problems, fix].join('\n'));
  }
}

/**
 * The contract as plain objects, a fresh copy per call.
 * Nothing is bundled: a snapshot is one file. A reference that leaves it, or leads nowhere, is refused.
 */
export async function loadContract(name: ApiName): Promise<OpenApi> {
  return (await loadCorrection(name)).contract;
}

/** The contract with its overlays, computed together: each of them costs seconds. */
export async function loadCorrection(name: ApiName): Promise<Correction> {
  return correct(apiByName(name), await loadSources(name));
}

/** The snapshot and what corrects it. */
export async function loadSources(name: ApiName): Promise<Sources> {
  const snapshot = await loadSnapshot(name);
  const evidence = await loadOpenEvidence(apiByName(name).vendor);
  return { snapshot, evidence, written: await loadWrittenOverlays(name) };
}

/** What a contract is made of. */
export interface Sources extends Pick<Correction, 'written'> {
  snapshot: OpenApi;
  evidence: Evidence[];
}

type Api = Pick<ApiInfo, 'name' | 'vendor' | 'snapshot'>;

/** Applies all corrections; what does not fit is reported at once, since a new snapshot tends to break several. */
export function correct(api: Api, sources: Sources): Correction {
  const { problems, ...begun } = correctByHand(api, sources);
  if (problems.length > 0) throw new ContractError(api.snapshot, problems.map(problemText));
  const correction = checked(api, complete(api, begun));
  const lost = lostCorrections(api, sources, correction.contract);
  if (lost.length > 0) throw new ContractError(api.snapshot, lost.map(problemText));
  return correction;
}

/** The corrections that a finished contract shows nothing of. */
export function lostCorrections({ vendor }: Api, sources: Sources, contract: OpenApi): Problem[] {
  return unreferencedProblems(sources.snapshot, contract, sources, `openapi/evidence/${vendor}.yaml`);
}

/** Throws where a reference leads nowhere. */
export function checked(api: Api, correction: Correction): Correction {
  const broken = brokenReferences(correction.contract);
  if (broken.length > 0) {
    throw new Error(`Contract of ${api.vendor}: references lead nowhere, or out of it: ${broken.join(', ')}`);
  }
  return correction;
}

type Begun = Pick<Correction, 'contract' | 'derived' | 'written'>;

/** What became of an edition that nobody has worked on: its contract has the corrections that fit. */
interface Attempt extends Begun {
  problems: Problem[];
  /** The corrections that found nothing to correct. */
  misfits: OverlayAction[];
  /** The evidence that is about nothing any more. */
  gone: readonly Evidence[];
}

/** What follows a pattern and what examples ask for, then what is written by hand; and what of it no longer fits. */
export function correctByHand(api: Api, { snapshot, evidence, written }: Sources): Attempt {
  checkNames(api, snapshot);
  // What is computed and generated must not depend on the order of paths in the description.
  const plain = withObjectSchemas(withSortedPaths(snapshot));
  const { overlay: derived, corrected, problems, gone } = derive(api, plain, evidence);
  let contract = corrected;
  const misfits: OverlayAction[] = [];
  for (const overlay of written) {
    const applied = tryOverlay(contract, overlay);
    contract = applied.result;
    problems.push(...applied.problems);
    misfits.push(...applied.misfits);
  }
  return { contract, derived, written, problems, misfits, gone };
}

/** The rest is computed over what the hand-written overlays leave. */
export function complete(api: Api, { contract: begun, derived, written }: Begun): Correction {
  let contract = begun;
  const source = `the overlay derived last for ${api.snapshot}`;
  const later = laterOverlays.map(({ name, title, steps }) => {
    const actions = steps.flatMap((step) => {
      const overlay = overlayOf(title(api.snapshot), [...step(contract, api.name)]);
      if (overlay.actions.length > 0)
        contract = applyOverlay(contract, checkOverlay(overlay, source), source);
      return overlay.actions;
    });
    return [name, overlayOf(title(api.snapshot), actions)] as const;
  });
  const overlays = Object.fromEntries(later) as Record<LaterName, Overlay>;
  return { contract: withSortedPaths(contract), derived, written, ...overlays };
}

interface Derived {
  overlay: Overlay;
  corrected: OpenApi;
  /** What a maintainer has to fix; the rest is computed all the same, so that everything is reported at once. */
  problems: Problem[];
  gone: readonly Evidence[];
}

function derive(api: Api, snapshot: OpenApi, evidence: Evidence[]): Derived {
  const source = `the overlay derived from ${api.snapshot}`;
  const patterns = checkOverlay(deriveOverlay(api, snapshot), source);
  const patterned = applyOverlay(snapshot, patterns, source);
  // The examples are compared with what the patterns leave, so that nothing is corrected twice.
  const { actions, gone } = fittingActions(patterned, evidence);
  const corrected = applyOverlay(patterned, { ...patterns, actions }, source);
  const overlay = { ...patterns, actions: [...patterns.actions, ...actions] };
  const file = `openapi/evidence/${api.vendor}.yaml`;
  const problems = gone.map(
    ({ at, place }): Problem => ({
      file,
      place,
      subject: at,
      is: isAboutNothing(patterned, at) ? 'gone' : 'conflict',
      why: `leads nowhere in ${api.snapshot}`,
    }),
  );
  return { overlay, corrected, problems, gone };
}

/** The description as published. */
export async function loadSnapshot(name: ApiName): Promise<OpenApi> {
  return loadYaml(apiByName(name).snapshot);
}

/** Writes the contract where other tools can read it; returns it with the file's path. */
export async function writeContract(
  { vendor }: Api,
  contract: OpenApi,
): Promise<{ contract: OpenApi; file: string }> {
  const folder = join(root, '.cache/contract');
  const file = join(folder, `${vendor}.yaml`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, stringify(contract, { lineWidth: 0, aliasDuplicateObjects: false }));
  return { contract, file };
}

/** The hand-written overlays with their files, in the order in which they are applied. */
async function loadWrittenOverlays(name: ApiName): Promise<OverlayFile[]> {
  const folder = apiByName(name).overlays;
  const files = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = files.filter((each) => each.endsWith('.yaml')).sort();
  return names.map((each) => readOverlay(readText(`${folder}/${each}`), `${folder}/${each}`));
}

function checkNames(api: Api, snapshot: OpenApi): void {
  const problems = reservedNames(snapshot).map((place) => `${place}: JavaScript reserves this name`);
  if (problems.length > 0) throw new ContractError(api.snapshot, problems);
}
