// A new edition, from the pull to the generated files: pull → prune → compare → lint → generate → screens.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { compareDocuments } from '../../src/diff/compare.ts';
import { compareEditions } from '../../src/diff/editions.ts';
import type { Report } from '../../src/diff/report.ts';
import { bumpFor, nextVersion } from '../../src/diff/version.ts';
import { isSlip } from '../command.ts';
import {
  checked,
  complete,
  correctByHand,
  loadSources,
  lostCorrections,
  type Sources,
} from '../contract/contract.ts';
import { writeChangeset } from '../diff/changeset.ts';
import { correctBoth } from '../diff/editions.ts';
import { writeRemoved } from '../diff/removed.ts';
import { commitOf, sourcesAt, textAt } from '../diff/revision.ts';
import { removeStrays, write } from '../emit/outputs.ts';
import { type Corrected, generate } from '../generate.ts';
import { createLinter } from '../lint.ts';
import { type ApiInfo, apis, SOURCES } from '../openapi/apis.ts';
import { root } from '../openapi/project.ts';
import { pull } from '../pull/pull.ts';
import { type Edit, editOf, emitterEdit, lintEdit } from './edits.ts';
import { type Pruned, prune } from './prune.ts';
import type { Outcome } from './report.ts';
import { type Followed, followSchemas } from './written-out.ts';

export interface RegenerateOptions {
  /** Names of APIs in either spelling; none means all. */
  readonly apis: readonly string[];
  /** A folder or a base URL; the vendor's site by default. */
  readonly from: string | undefined;
  readonly log: (line: string) => void;
}

/** An API before and after. */
interface Change {
  api: ApiInfo;
  before: Sources;
  after: Sources;
}

/**
 * Pulls, takes out what has become needless, and generates where nothing is left for a person to decide. What changed is reported
 * against the last commit, or against the files before the pull where there is none, so that a second run after edits by hand
 * reports the same edition.
 *
 * @throws where nothing can be pulled; no file has been touched then
 */
export async function regenerate({ log, ...source }: RegenerateOptions): Promise<Outcome> {
  const version = await packageVersion();
  const past = await lastEdition();
  await pull({ ...source, root, log });

  const followed: Followed[] = [];
  const pruned: Pruned[] = [];
  const changes: Change[] = [];
  for (const api of apis) {
    const before = past.sources.get(api.name)!;
    if (!isChanged(before, await loadSources(api.name))) continue;
    followed.push(...(await followSchemas(root, api, before.snapshot, await loadSources(api.name))));
    pruned.push(...(await prune(root, api)));
    await markRemoved(api, before, version);
    changes.push({ api, before, after: await loadSources(api.name) });
  }

  const both = changes.map(({ api, before, after }) => correctBoth(api.name, before, after));
  const name = (day: string) => `the edition of ${day}`;
  const report: Report =
    both.length === 0
      ? { from: name(past.day), to: name(past.day), changes: [], notes: [] }
      : compareEditions(
          {
            name: name(past.day),
            contracts: both.map(({ api, before }) => ({ api, document: before.contract })),
          },
          {
            name: name(await pulledDay(await readFile(join(root, SOURCES), 'utf8'))),
            contracts: both.map(({ api, after }) => ({ api, document: after.contract })),
          },
        );
  await writeChangeset(pathToFileURL(join(root, '.changeset/')), report, bumpFor(report.changes, version));

  const corrected: Corrected[] = [];
  const edits: Edit[] = [];
  const lintContract = await createLinter();
  for (const api of apis) {
    const sources = await loadSources(api.name);
    const known = both.find((each) => each.api === api.name);
    const begun = correctByHand(api, sources);
    const correction = known?.isWhole ? known.after : complete(api, begun);
    const problems = [...begun.problems, ...lostCorrections(api, sources, correction.contract)];
    edits.push(...problems.map(editOf));
    if (problems.length > 0) continue;
    corrected.push({ ...api, ...checked(api, correction) });
    const found = await lintContract(api, correction.contract);
    edits.push(...found.problems.map((problem) => lintEdit(api, problem)));
  }
  if (edits.length === 0) edits.push(...(await generateAll(corrected)));
  return { report, version, followed, pruned, edits, isGenerated: edits.length === 0 };
}

/** Writes everything that is generated; what an emitter refuses is for a person to mend. */
async function generateAll(corrected: readonly Corrected[]): Promise<Edit[]> {
  try {
    const outputs = await generate(apis, () => {}, corrected);
    await write(root, outputs);
    await removeStrays(root, outputs);
  } catch (error) {
    if (!(error instanceof Error) || isSlip(error)) throw error;
    return [emitterEdit(error.message)];
  }
  await renewScreens();
  return [];
}

interface Past {
  sources: Map<ApiInfo['name'], Sources>;
  /** Of the latest pull. */
  day: string;
}

/** What the last commit holds, or else the files as they are. */
async function lastEdition(): Promise<Past> {
  const commit = await commitOf('HEAD');
  const sources = apis.map(async ({ name }) => {
    const here = await loadSources(name);
    return [name, commit ? { ...here, ...(await sourcesAt(commit, name)) } : here] as const;
  });
  const pins = (commit && (await textAt(commit, SOURCES))) ?? (await readFile(join(root, SOURCES), 'utf8'));
  return { sources: new Map(await Promise.all(sources)), day: pulledDay(pins) };
}

function pulledDay(pins: string): string {
  const days = Object.values(JSON.parse(pins) as Record<string, { pulledAt: string }>);
  return (
    days
      .map(({ pulledAt }) => pulledAt)
      .sort()
      .at(-1) ?? 'an unknown day'
  );
}

function isChanged(before: Sources, now: Sources): boolean {
  const text = ({ snapshot, written }: Sources) =>
    JSON.stringify([snapshot, written.map(({ overlay }) => overlay)]);
  return text(before) !== text(now);
}

/** Operations that are gone stay for one release as methods that say so: an overlay has the marks. */
async function markRemoved(api: ApiInfo, before: Sources, version: string): Promise<void> {
  const [was, is] = [before, await loadSources(api.name)].map((each) => correctByHand(api, each).contract);
  const changes = compareDocuments(was!, is!)
    .filter(({ kind }) => kind === 'operation-removed')
    .map((each) => ({ api: api.name, ...each }));
  if (changes.length === 0) return;
  const next = nextVersion(version, bumpFor(changes, version));
  await writeRemoved(root, { from: '', to: '', notes: [], changes }, nextVersion(next, 'minor'));
}

async function packageVersion(): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** In a process of its own, which loads what has been generated just now. */
async function renewScreens(): Promise<void> {
  const script = join(root, 'scripts/screens.ts');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', script], { cwd: root });
}
