// The editions that `openapi:diff` compares, with the same corrections on both sides.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { editionOf } from '../../src/cli/diff/sources.ts';
import type { Contract, Edition } from '../../src/diff/editions.ts';
import { loadSources, type Sources, tryCorrect } from '../contract/contract.ts';
import type { Evidence } from '../contract/evidence/evidence.ts';
import type { OverlayAction, OverlayFile } from '../contract/overlay-document.ts';
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
    wanted.map(async (api) => corrected(api, await sourcesOf(before, api), await sourcesOf(after, api))),
  );
  const known = pairs.flatMap((pair) => pair ?? []);
  const edition = ({ name }: Argument, side: 'before' | 'after'): Edition => ({
    name,
    contracts: known.map(({ api, [side]: document }) => ({ api, document })),
    notes: side === 'after' ? known.flatMap(({ notes }) => notes) : [],
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
  before: Contract['document'];
  after: Contract['document'];
  notes: string[];
}

/** Both contracts. A correction that finds nothing to correct on one side is left out on the other, or it would look like a change. */
function corrected(api: ApiName, old: Sources | undefined, now: Sources | undefined): Corrected | undefined {
  if (!old || !now) return undefined;
  const info = apiByName(api);
  const was = tryCorrect(info, old);
  const is = tryCorrect(info, now);
  const misfits = [...was.misfits, ...is.misfits];
  const gone = [...was.gone, ...is.gone];
  const isFit = misfits.length + gone.length === 0;
  const before = isFit ? was : tryCorrect(info, without(old, misfits, gone));
  const after = isFit ? is : tryCorrect(info, without(now, misfits, gone));
  const problems = Math.max(was.problems.length, is.problems.length);
  const notes =
    problems > 0 ? [`${api}: ${problems} corrections are outgrown (npm run openapi:lint lists them)`] : [];
  return { api, before: before.contract, after: after.contract, notes };
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
