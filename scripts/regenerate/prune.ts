// Takes out what a new edition has made needless: corrections, evidence and lines of the ledger about operations that are
// gone, and corrections that the description makes by itself. Everything else is a person's to decide.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { correctByHand, loadSources } from '../contract/contract.ts';
import { isAboutNothing } from '../contract/evidence/address.ts';
import type { Settled } from '../contract/evidence/evidence.ts';
import { loadEvidence, loadLedger } from '../contract/evidence/load.ts';
import type { Problem } from '../contract/problem.ts';
import type { ApiInfo } from '../openapi/apis.ts';
import type { OpenApi } from '../openapi/document.ts';
import { withoutEntries } from './yaml-entries.ts';

/** What was taken out. */
export type Pruned = Pick<Problem, 'file' | 'subject' | 'is' | 'why'>;

interface Entry extends Pruned {
  /** In its list. */
  index: number;
}

/** One change may leave another without effect; more rounds than these have not been seen. */
const MOST_ROUNDS = 4;

/** Changes the files below `root`; returns what was taken out of them, in the order of the files. */
export async function prune(root: string, api: ApiInfo): Promise<Pruned[]> {
  const pruned: Pruned[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const sources = await loadSources(api.name);
    const { contract, problems } = correctByHand(api, sources);
    const actions = sources.written.flatMap(({ file, places }) =>
      problems
        .filter((each) => each.file === file && each.is !== 'conflict')
        .flatMap((each) =>
          [each.place, ...(each.along ?? [])].map(
            (place): Entry => ({ ...each, index: places.indexOf(place) }),
          ),
        ),
    );
    const entries = [...actions, ...(await aboutNothing(api, contract))];
    if (entries.length === 0) break;
    for (const file of new Set(entries.map((each) => each.file))) {
      await takeOut(
        root,
        file,
        entries.filter((each) => each.file === file),
      );
    }
    pruned.push(...entries.map(({ file, subject, is, why }) => ({ file, subject, is, why })));
  }
  return pruned;
}

/** Evidence about what is gone, and the lines of the ledger about it. */
async function aboutNothing({ vendor, snapshot }: ApiInfo, contract: OpenApi): Promise<Entry[]> {
  const entry = (file: string, at: string, index: number): Entry => ({
    file,
    index,
    subject: at,
    is: 'gone',
    why: `leads nowhere in ${snapshot}`,
  });
  const isGone = (at: string) => isAboutNothing(contract, at);
  const evidence = await loadEvidence(vendor);
  const ledger: Settled[] = await loadLedger();
  return [
    ...evidence.flatMap(({ at }, index) =>
      isGone(at) ? [entry(`openapi/evidence/${vendor}.yaml`, at, index)] : [],
    ),
    ...ledger.flatMap(({ api, at }, index) =>
      api === vendor && isGone(at) ? [entry('openapi/evidence/ledger.yaml', at, index)] : [],
    ),
  ];
}

/** An overlay of which nothing is left goes whole. */
async function takeOut(root: string, file: string, entries: readonly Entry[]): Promise<void> {
  const path = join(root, file);
  const text = await readFile(path, 'utf8');
  const isOverlay = file.includes('/overlays/');
  const keys = isOverlay ? ['actions'] : [];
  const result = withoutEntries(text, keys, new Set(entries.map(({ index }) => index)));
  if (isOverlay && isEmpty(result)) await rm(path);
  else await writeFile(path, result);
}

function isEmpty(overlay: string): boolean {
  return !(parse(overlay) as { actions: unknown[] | null }).actions?.length;
}
