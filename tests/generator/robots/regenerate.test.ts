// The daily robot: which editions become a pull request, which an issue, and which nothing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, type Does, type Ran, type Stage, stage } from './stage.ts';

const edit = { file: 'openapi/a.yaml', subject: 'get_client', problem: 'is gone', todo: 'Delete it.' };

/** What `npm run regenerate` leaves behind. */
function edition(severity: string, edits: object[] = []): Record<string, Does> {
  const generated = edits.length === 0;
  const outcome = { severity, generated, edits, to: 'the edition of 2026-10-01' };
  return {
    'run regenerate': {
      files:
        severity === 'none' ? {} : { 'openapi/b2b-v1.yaml': `edition: ${severity}\n`, 'notes.txt': 'mine\n' },
      flags: { '--report': '# What changed\n', '--json': JSON.stringify(outcome) },
      code: generated ? 0 : 2,
    },
  };
}

const written = ['generated', 'docs', '.changeset'].map((folder) => [`${folder}/a.txt`, 'a\n']);
const begin = () => stage({ 'openapi/b2b-v1.yaml': 'edition: 1\n', ...Object.fromEntries(written) });
const run = (robot: Stage, npm: Record<string, Does>, env?: Record<string, string>) =>
  robot.run('regenerate.ts', npm, env);
const commandsOf = ({ calls }: Ran) => calls.map(({ command }) => command);
const callOf = ({ calls }: Ran, command: string) => calls.find((each) => each.command.startsWith(command));
const branches = (robot: Stage) => robot.git('ls-remote', '--heads', 'origin');

describe('the daily robot', () => {
  it.each(['none', 'docs'])('does nothing for an edition that changes nothing but %s', async (severity) => {
    const robot = await begin();
    const ran = await run(robot, edition(severity));
    expect(ran.code).toBe(0);
    expect(commandsOf(ran)).toEqual([
      'npm run regenerate',
      'gh issue list --label outgrown --state open --json number',
    ]);
    expect(await branches(robot)).not.toContain('robot/');
  });

  it.each(['breaking', 'moved', 'additive'])('opens a pull request for one that is %s', async (severity) => {
    const robot = await begin();
    const ran = await run(robot, edition(severity));
    expect(ran).toMatchObject({ code: 0 });
    expect(commandsOf(ran)).toContain('npm test');
    const made = callOf(ran, 'gh pr create')!;
    expect(made.command).toBe(
      `gh pr create --head robot/regenerate --title openapi: the edition of 2026-10-01 --label edition: ${severity}`,
    );
    expect(made.body).toBe('The tests are green.\n\n# What changed\n');
    await robot.git('fetch', '--quiet', 'origin', 'robot/regenerate');
    expect(await robot.git('show', 'FETCH_HEAD:openapi/b2b-v1.yaml')).toBe(`edition: ${severity}`);
    // Only what a regeneration writes is committed.
    expect(await robot.git('show', '--name-only', '--format=%s', 'FETCH_HEAD')).toBe(
      'openapi: the edition of 2026-10-01\n\nopenapi/b2b-v1.yaml',
    );
  });

  it('renews the pull request that is open, and its label', async () => {
    const robot = await begin();
    await run(robot, edition('additive'));
    await robot.git('reset', '--quiet', '--hard', 'origin/main');
    const ran = await run(robot, edition('breaking'), { PULLS: '[{"number":7}]' });
    expect(callOf(ran, 'gh pr create')).toBeUndefined();
    expect(callOf(ran, 'gh pr edit 7')!.command).toContain(
      '--add-label edition: breaking --remove-label edition: moved,edition: additive,edition: docs',
    );
    await robot.git('fetch', '--quiet', 'origin', 'robot/regenerate');
    expect(await robot.git('show', 'FETCH_HEAD:openapi/b2b-v1.yaml')).toBe('edition: breaking');
  });

  it('leaves a branch alone that somebody works on', async () => {
    const robot = await begin();
    await run(robot, edition('additive'));
    writeFileSync(join(robot.folder, 'openapi/b2b-v1.yaml'), 'edition: by hand\n');
    await commit(robot.git, 'by hand');
    await robot.git('push', '--quiet', 'origin', 'HEAD:refs/heads/robot/regenerate');
    await robot.git('reset', '--quiet', '--hard', 'origin/main');
    const ran = await run(robot, edition('breaking'), { PULLS: '[{"number":7}]' });
    expect(ran.printed).toContain('commits of ada@example.com');
    expect(callOf(ran, 'gh pr edit')).toBeUndefined();
    await robot.git('fetch', '--quiet', 'origin', 'robot/regenerate');
    expect(await robot.git('show', 'FETCH_HEAD:openapi/b2b-v1.yaml')).toBe('edition: by hand');
  });

  it('shows the failing tests in the pull request, and fails itself', async () => {
    const robot = await begin();
    const failing = { test: { code: 1, prints: '3 failed' } };
    const ran = await run(robot, { ...edition('moved'), ...failing });
    expect(ran.code).toBe(1);
    expect(callOf(ran, 'gh pr create')!.body).toContain('**The tests fail.**\n\n```\n3 failed');
  });

  it('opens an issue with the edits by hand where a correction is outgrown, and no pull request', async () => {
    const robot = await begin();
    const ran = await run(robot, edition('breaking', [edit, edit]));
    expect(ran.code).toBe(0);
    const made = callOf(ran, 'gh issue create')!;
    expect(made.command).toBe(
      'gh issue create --title the edition of 2026-10-01 needs 2 edits by hand --label outgrown',
    );
    expect(made.body).toContain('# What changed');
    expect(commandsOf(ran)).not.toContain('npm test');
    expect(await branches(robot)).not.toContain('robot/');
  });

  it('keeps to one issue, and closes it when nothing is left to be done', async () => {
    const robot = await begin();
    const open = { ISSUES: '[{"number":12}]' };
    const again = await run(robot, edition('breaking', [edit]), open);
    expect(callOf(again, 'gh issue create')).toBeUndefined();
    expect(callOf(again, 'gh issue edit 12')!.command).toContain('needs one edit by hand');
    const done = await run(robot, edition('none'), open);
    expect(callOf(done, 'gh issue close 12')).toBeDefined();
  });

  it('fails, and tells nobody else, when nothing can be pulled', async () => {
    const robot = await begin();
    const ran = await run(robot, { 'run regenerate': { code: 1, prints: 'b2b-v1: HTTP 503' } });
    expect(ran.code).toBe(1);
    expect(commandsOf(ran)).toEqual(['npm run regenerate']);
  });

  it('gives what it runs no right to write to the repository', async () => {
    const robot = await begin();
    const { calls } = await run(robot, edition('moved'));
    const own = calls.filter(({ command }) => command.startsWith('npm '));
    expect(own).toHaveLength(2);
    expect(own.every(({ token }) => token === undefined)).toBe(true);
  });

  it('cuts a report that GitHub would refuse', async () => {
    const robot = await begin();
    const npm = edition('additive');
    npm['run regenerate']!.flags!['--report'] = '- a line of the report\n'.repeat(5000);
    const { body = '' } = callOf(await run(robot, npm), 'gh pr create')!;
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain('… and more');
  });
});
