// First job of .github/workflows/release.yml: keeps a pull request open that takes the changesets into a version. Where
// none are left, says whether the version is still to be published.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../command.ts';
import { changesOf, manifest } from './changelog.ts';
import { exitCode, openPull, output, pushBranch, setOutput } from './run.ts';

const BRANCH = 'robot/release';

/** What a version is written into. */
const WRITTEN = ['.changeset', 'CHANGELOG.md', 'package.json', 'package-lock.json'];

async function main(): Promise<void> {
  const isReady = !(await hasChangesets());
  if (!isReady) await propose();
  const isNew = isReady && !(await isPublished());
  await setOutput('publish', String(isNew));
  console.log(isNew ? 'This version is to be published.' : 'Nothing is to be published.');
}

async function hasChangesets(): Promise<boolean> {
  const files = await readdir('.changeset');
  return files.some((file) => file.endsWith('.md') && file !== 'README.md');
}

async function propose(): Promise<void> {
  const { code } = await exitCode('npm', 'run', 'release:version');
  if (code !== 0) throw new Error(`npm run release:version ended with exit code ${code}`);
  const { version } = await manifest();
  const title = `release: ${version}`;
  if (!(await pushBranch(BRANCH, title, ...WRITTEN))) return;
  const file = join(tmpdir(), `release-${process.pid}.md`);
  await writeFile(file, changesOf(await readFile('CHANGELOG.md', 'utf8'), version));
  const body = ['--title', title, '--body-file', file];
  const number = await openPull(BRANCH);
  if (number === undefined) await output('gh', 'pr', 'create', '--head', BRANCH, ...body);
  else await output('gh', 'pr', 'edit', number, ...body);
}

async function isPublished(): Promise<boolean> {
  const { name, version } = await manifest();
  try {
    return (await output('npm', 'view', `${name}@${version}`, 'version')) === version;
  } catch (error) {
    // The first version of all; any other failure says nothing about it.
    if (String(error).includes('E404')) return false;
    throw error;
  }
}

await main().catch(refuse);
