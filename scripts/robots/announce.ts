// Last step of .github/workflows/release.yml: tags the commit of a published version, with its section of CHANGELOG.md.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../command.ts';
import { changesOf, manifest } from './changelog.ts';
import { output } from './run.ts';

async function main(): Promise<void> {
  const { version } = await manifest();
  const notes = join(await mkdtemp(join(tmpdir(), 'release-')), 'notes.md');
  await writeFile(notes, changesOf(await readFile('CHANGELOG.md', 'utf8'), version));
  const commit = await output('git', 'rev-parse', 'HEAD');
  const about = ['--title', `v${version}`, '--notes-file', notes, '--target', commit];
  await output('gh', 'release', 'create', `v${version}`, ...about);
}

await main().catch(refuse);
