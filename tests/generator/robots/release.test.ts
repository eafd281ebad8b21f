// The release robot: a pull request while there are changesets, a release when there are none.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../scripts/robots/changelog.ts';
import { type Ran, type Stage, stage } from './stage.ts';

const changelog =
  '# altegio-sdk\n\n## 0.2.0\n\n### Minor Changes\n\n- More.\n\n## 0.1.0\n\nThe first edition.\n';

const begin = (files: Record<string, string> = {}) =>
  stage({
    'package.json': '{ "name": "altegio-sdk", "version": "0.1.0" }',
    'package-lock.json': '{}',
    'CHANGELOG.md': '# altegio-sdk\n\n## 0.1.0\n\nThe first edition.\n',
    '.changeset/README.md': '# Changesets\n',
    ...files,
  });

/** What `npm run release:version` does. */
const versioned = {
  'run release:version': {
    files: { 'package.json': '{ "name": "altegio-sdk", "version": "0.2.0" }', 'CHANGELOG.md': changelog },
  },
};

async function version(robot: Stage, npm: Parameters<Stage['run']>[1], env: Record<string, string> = {}) {
  const file = join(robot.folder, '../output');
  const ran = await robot.run('version.ts', npm, { ...env, GITHUB_OUTPUT: file });
  return { ...ran, written: existsSync(file) ? readFileSync(file, 'utf8') : '' };
}

const callOf = ({ calls }: Ran, command: string) => calls.find((each) => each.command.startsWith(command));

describe('the release robot', () => {
  it('proposes a version while there are changesets, and publishes nothing', async () => {
    const robot = await begin({ '.changeset/more.md': '---\n"altegio-sdk": minor\n---\n\nMore.\n' });
    const ran = await version(robot, versioned);
    expect(ran).toMatchObject({ code: 0, written: 'publish=false\n' });
    expect(callOf(ran, 'gh pr create')).toEqual({
      command: 'gh pr create --head robot/release --title release: 0.2.0',
      body: '### Minor Changes\n\n- More.\n',
    });
    await robot.git('fetch', '--quiet', 'origin', 'robot/release');
    expect(await robot.git('show', 'FETCH_HEAD:package.json')).toContain('0.2.0');
  });

  it('renews the proposal that is open', async () => {
    const robot = await begin({ '.changeset/more.md': '---\n"altegio-sdk": minor\n---\n\nMore.\n' });
    const ran = await version(robot, versioned, { PULLS: '[{"number":3}]' });
    expect(callOf(ran, 'gh pr create')).toBeUndefined();
    expect(callOf(ran, 'gh pr edit 3')?.body).toContain('- More.');
  });

  it.each<[string, { prints?: string; fails?: string }, string]>([
    ['is not on npm', { prints: '' }, 'publish=true\n'],
    ['is the first of all', { fails: 'npm error code E404' }, 'publish=true\n'],
    ['is on npm already', { prints: '0.1.0' }, 'publish=false\n'],
  ])('without changesets, for a version that %s', async (_, { prints, fails }, written) => {
    const robot = await begin();
    const view = fails ? { complains: fails, code: 1 } : { prints };
    expect(await version(robot, { 'view altegio-sdk@0.1.0': view })).toMatchObject({ code: 0, written });
  });

  it('publishes nothing when npm cannot be reached', async () => {
    const robot = await begin();
    const ran = await version(robot, {
      'view altegio-sdk@0.1.0': { complains: 'npm error code E503', code: 1 },
    });
    expect(ran).toMatchObject({ code: 1, written: '' });
  });

  it('tags the commit of a release, with what has changed', async () => {
    const robot = await begin();
    const ran = await robot.run('announce.ts');
    const commit = await robot.git('rev-parse', 'HEAD');
    expect(ran.calls).toEqual([
      { command: `gh release create v0.1.0 --title v0.1.0 --target ${commit}`, body: 'The first edition.\n' },
    ]);
  });
});

describe('the changes of a version', () => {
  it('are its section of CHANGELOG.md', () => {
    expect(changesOf(changelog, '0.2.0')).toBe('### Minor Changes\n\n- More.\n');
    expect(changesOf(changelog, '0.1.0')).toBe('The first edition.\n');
  });

  it('are an error where there is none', () => {
    expect(() => changesOf(changelog, '0.3.0')).toThrow('CHANGELOG.md has no section 0.3.0');
  });
});
