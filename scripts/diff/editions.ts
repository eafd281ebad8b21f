// The editions that `openapi:diff` compares, with the same corrections on both sides.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { editionOf } from '../../src/cli/diff/sources.ts';
import type { Edition } from '../../src/diff/editions.ts';
import { type Correction, complete, correctByHand, loadSources, type Sources } from '../contract/contract.ts';
import type { Evidence } from '../contract/evidence/evidence.ts';
import type { OverlayAction, OverlayFile } from '../contract/overlay-document.ts';
import type { Problem } from '../contract/problem.ts';
import { type ApiName, apiByName } from '../openapi/apis.ts';
import type { OpenApi } from '../openapi/document.ts';
import { commitOf, contractAt, sourcesAt } from './revision.ts';

const root = resolve(import.meta.dirname, '../..');

/** An argument of the command line. */
type Argument =
  | { is: 'here'; name: string }
  | { is: 'revision'; name: string; commit: string }
  | { is: 'published'; name: string; found: Edition }
  | { is: 'package'; name: string; found: Edition };

/** What `old` and `new` of the command line name: `.`, a git revision, or what `altegio-sdk diff` takes. */
export async function editionsOf(
  old: string,
  now: string,
  wanted: readonly ApiName[],
): Promise<[before: Edition, after: Edition]> {
  const before = await argument(old);
  const after = await argument(now);
  // A package holds its contracts in the form that the mock needs: like is compared with like.
  if (before.is === 'package' || after.is === 'package') {
    return [await packaged(before, wanted), await packaged(after, wanted)];
  }
  const pairs = await Promise.all(
    wanted.map(async (api) => {
      const [old, now] = [await sourcesOf(before, api), await sourcesOf(after, api)];
      return old && now ? [correctBoth(api, old, now)] : [];
    }),
  );
  const known = pairs.flat();
  const notes = known.flatMap(({ api, problems: { length } }) =>
    length > 0 ? [`${api}: ${length} corrections are outgrown (npm run openapi:lint lists them)`] : [],
  );
  const edition = ({ name }: Argument, side: 'before' | 'after'): Edition => ({
    name,
    contracts: known.map(({ api, [side]: { contract } }) => ({ api, document: contract })),
    notes: side === 'after' ? notes : [],
  });
  return [edition(before, 'before'), edition(after, 'after')];
}

async function argument(text: string): Promise<Argument> {
  if (text === '.') return { is: 'here', name: 'the working tree' };
  const commit = await commitOf(text);
  if (commit !== undefined) return { is: 'revision', name: text, commit };
  const found = await editionOf(text, process.env);
  const isCorrected = found.contracts.some(({ document }) => 'x-generated' in document);
  return { is: isCorrected ? 'package' : 'published', name: found.name, found };
}

/** What makes an API's contract; `undefined` where the edition has none of it. A published one takes our corrections. */
async function sourcesOf(edition: Argument, api: ApiName): Promise<Sources | undefined> {
  const here = await loadSources(api);
  if (edition.is === 'here') return here;
  if (edition.is === 'revision') return { ...here, ...(await sourcesAt(edition.commit, api)) };
  const found = edition.found.contracts.find((each) => each.api === api);
  return found && { ...here, snapshot: found.document as OpenApi };
}

interface Corrected {
  api: ApiName;
  before: Correction;
  after: Correction;
  /** The corrections that do not fit `now`. */
  problems: readonly Problem[];
  /** Whether all corrections fit both sides, so that these are the contracts and nothing is left out. */
  isWhole: boolean;
}

/** Both contracts. A correction that finds nothing to correct on one side is left out on the other, or it would look like a change. */
export function correctBoth(api: ApiName, old: Sources, now: Sources): Corrected {
  const info = apiByName(api);
  const [was, is] = [correctByHand(info, old), correctByHand(info, now)];
  const misfits = [...was.misfits, ...is.misfits];
  const gone = [...was.gone, ...is.gone];
  const isFit = misfits.length + gone.length === 0;
  const [before, after] = [old, now].map((sources, index) =>
    complete(info, isFit ? [was, is][index]! : correctByHand(info, without(sources, misfits, gone))),
  ) as [Correction, Correction];
  const isWhole = was.problems.length + is.problems.length === 0;
  return { api, before, after, isWhole, problems: is.problems.length > 0 ? is.problems : was.problems };
}

function without(sources: Sources, misfits: readonly OverlayAction[], gone: readonly Evidence[]): Sources {
  const isKept = (action: OverlayAction) => !misfits.some((each) => isSame(each, action));
  const written = sources.written.map((file): OverlayFile => {
    const { actions } = file.overlay;
    return {
      ...file,
      overlay: { ...file.overlay, actions: actions.filter(isKept) },
      places: file.places.filter((_, index) => isKept(actions[index]!)),
    };
  });
  const evidence = sources.evidence.filter(
    ({ at, kind }) => !gone.some((each) => each.at === at && each.kind === kind),
  );
  return { ...sources, written, evidence };
}

function isSame(one: OverlayAction, other: OverlayAction): boolean {
  return one.target === other.target && isDeepStrictEqual(one, other);
}

/** The contracts in the form of the package. */
async function packaged(edition: Argument, wanted: readonly ApiName[]): Promise<Edition> {
  const { name } = edition;
  if (edition.is === 'package') return edition.found;
  if (edition.is === 'published') {
    throw new Error(`${name} is a description as published; compare it with a revision or with ".".`);
  }
  const textOf = (api: ApiName) =>
    edition.is === 'revision'
      ? contractAt(edition.commit, api)
      : readFile(join(root, `generated/${api}.mock.json`), 'utf8');
  const contracts = wanted.map(async (api) => ({ api, document: JSON.parse(await textOf(api)) }));
  return { name, contracts: await Promise.all(contracts) };
}
