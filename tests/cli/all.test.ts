// `altegio-sdk call --all`: every row of every page, also when the process is killed on the way.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { duration, progressLine } from '../../src/cli/paging/progress.ts';
import { fileSink } from '../../src/cli/paging/sink.ts';
import { cli, start, temporary, tokensFor } from './cli.ts';
import { clients, json, listPath, serve } from './server.ts';

const list = ['call', 'get_client_list', '--path', 'location_id=1', '--all'];

const idsIn = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: number }).id);

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** A folder with the names of the two files of a read that can go on. */
function files() {
  const folder = temporary();
  const out = join(folder, 'clients.ndjson');
  const state = join(folder, 'clients.state');
  return { out, state, args: [...list, '--out', out, '--resume', state] };
}

const stateIn = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')) as { bytes: number; rows: number; pages: number; cursor?: object };

it('writes one line per row, and what it was at the end', async () => {
  const { base } = await serve(clients(450));
  const { code, stdout, stderr } = await cli(list, { env: tokensFor(base) });
  expect([code, idsIn(stdout)]).toEqual([0, upTo(450)]);
  expect(stderr).toMatch(/^450 rows, 3 pages, \d+ s\n$/);
});

it('shows the progress when it is asked to', async () => {
  const { base } = await serve(clients(450));
  const { stderr } = await cli([...list, '--progress'], { env: tokensFor(base) });
  expect(stderr).toMatch(/^\[#+-+\] {2}44 % {2}1 page {2}200 of 450 rows/);
});

it('starts anew without --resume, over what a file held', async () => {
  const { base } = await serve(clients(3));
  const { out } = files();
  writeFileSync(out, 'what stood there before, and was longer than the new rows\n'.repeat(50));
  expect((await cli([...list, '--out', out], { env: tokensFor(base) })).code).toBe(0);
  expect(idsIn(readFileSync(out, 'utf8'))).toEqual([1, 2, 3]);
});

it('empties the file of a list without rows', async () => {
  const { base } = await serve(clients(0));
  const { out } = files();
  writeFileSync(out, 'what stood there before');
  expect((await cli([...list, '--out', out], { env: tokensFor(base) })).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toBe('');
});

it('ends without a word when its reader has seen enough', async () => {
  const { base } = await serve(clients(450));
  const { child, ended } = start(list, { env: tokensFor(base) });
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

it('tells a state file that cannot be written: by exit code 2 before it reads, by 1 after', async () => {
  const { base, arrived } = await serve({
    [`POST ${listPath}`]: (each, response) => {
      // In the way of the next state.
      mkdirSync(`${state}.new`, { recursive: true });
      clients(450)[`POST ${listPath}`]!(each, response);
    },
  });
  const { out, state, args } = files();
  const env = tokensFor(base);
  const before = await cli([...list, '--out', out, '--resume', join(out, 'state')], { env });
  expect([before.code, before.stderr, arrived]).toEqual([2, expect.stringContaining('cannot be'), []]);
  const after = await cli(args, { env });
  expect([after.code, after.stderr]).toEqual([1, expect.stringContaining('cannot be written (EISDIR)')]);
});

type Write = (
  this: unknown,
  data: Uint8Array,
  from: number,
  length: number,
  to: number,
) => Promise<{ bytesWritten: number }>;

it('writes everything where the system takes less than it is given', async () => {
  const { out } = files();
  const sink = await fileSink(out);
  const handle = await open(out);
  const prototype = Object.getPrototypeOf(handle) as { write: Write };
  await handle.close();
  const { write } = prototype;
  const spy = vi.spyOn(prototype, 'write').mockImplementation(function (
    this: unknown,
    data,
    from,
    length,
    to,
  ) {
    return write.call(this, data, from, Math.min(length, 3), to);
  });
  onTestFinished(() => spy.mockRestore());
  await sink.write('1234567');
  await sink.write('89');
  await sink.close();
  expect(readFileSync(out, 'utf8')).toBe('123456789');
});

it('loses no row and doubles none, however often it is killed', async () => {
  const { base, arrived } = await serve(clients(1150, 150));
  const { out, state, args } = files();
  const env = tokensFor(base);
  for (const pages of [1, 3]) {
    const { child, ended } = start(args, { env });
    while (!existsSync(state) || stateIn(state).pages < pages)
      await new Promise((done) => setTimeout(done, 5));
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    expect(stateIn(state).cursor).not.toMatchObject({ end: true });
    // What a kill can leave behind: rows of a page that no state knows of, the last one cut off.
    writeFileSync(out, '{"id":-1}\n{"id":', { flag: 'a' });
  }
  const { code } = await start(args, { env }).ended;
  expect([code, idsIn(readFileSync(out, 'utf8'))]).toEqual([0, upTo(1150)]);
  const requests = arrived.length;
  const again = await cli(args, { env });
  expect([again.code, arrived.length]).toEqual([0, requests]);
  expect(again.stderr).toMatch(/1,150 rows.*read to its end before/);
}, 60_000);

it('stops in good order with Ctrl+C, and goes on', async () => {
  const { base } = await serve(clients(600, 200));
  const { out, state, args } = files();
  const env = tokensFor(base);
  const { child, ended } = start(args, { env });
  while (!existsSync(state) || stateIn(state).pages < 1) await new Promise((done) => setTimeout(done, 5));
  child.kill('SIGINT');
  const stopped = await ended;
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(/Stopped after [24]00 rows: the same command goes on from there/);
  expect((await cli(args, { env })).code).toBe(0);
  expect(idsIn(readFileSync(out, 'utf8'))).toEqual(upTo(600));
}, 60_000);

it('goes on after a failure', async () => {
  let isDown = true;
  const { [`POST ${listPath}`]: page } = clients(600);
  const { base } = await serve({
    [`POST ${listPath}`]: (arrived, response) =>
      isDown && arrived.body.includes('"page":3') ? json(response, 403, {}) : page!(arrived, response),
  });
  const { out, args } = files();
  const failed = await cli(args, { env: tokensFor(base) });
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('403')]);
  isDown = false;
  expect((await cli(args, { env: tokensFor(base) })).code).toBe(0);
  expect(idsIn(readFileSync(out, 'utf8'))).toEqual(upTo(600));
});

it('goes on with the same list only, and with the same file', async () => {
  const { base, arrived } = await serve(clients(3));
  const { out, state, args } = files();
  const env = tokensFor(base);
  expect((await cli(args, { env })).code).toBe(0);
  const requests = arrived.length;
  const refused = async (changed: string[], words: RegExp) => {
    const { code, stderr } = await cli(changed, { env });
    expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  };
  await refused([...args.slice(0, -4), '--out', `${out}.2`, '--resume', state], /another out/);
  await refused(['call', 'deprecated_get_client_list', ...args.slice(2)], /another operation/);
  await refused([...args, '--base-url', 'http://127.0.0.1:9/api'], /another server/);
  await refused([...args.slice(0, -1), `${state}.2`], /Remove .* to begin anew/);
  writeFileSync(state, '{"rows":"many"}');
  await refused(args, /not the state of a read/);
  expect(arrived.length).toBe(requests);
  expect(idsIn(readFileSync(out, 'utf8'))).toEqual([1, 2, 3]);
});

it('refuses a file that is shorter than what was written to it', async () => {
  const { base } = await serve(clients(3));
  const { out, state, args } = files();
  expect((await cli(args, { env: tokensFor(base) })).code).toBe(0);
  const { cursor: _, ...open } = stateIn(state);
  writeFileSync(state, JSON.stringify(open));
  writeFileSync(out, '');
  const { code, stderr } = await cli(args, { env: tokensFor(base) });
  expect([code, stderr]).toEqual([2, expect.stringContaining('not the file of the earlier run')]);
});

it.each([
  [
    { pages: 4, rows: 500, rowsOfRun: 500, total: 2000, elapsedMs: 2000 },
    '[#####---------------]  25 %  4 pages  500 of 2,000 rows  250 rows/s  6 s left',
  ],
  [
    { pages: 9, rows: 1500, rowsOfRun: 500, total: 2000, elapsedMs: 5000 },
    '[###############-----]  75 %  9 pages  1,500 of 2,000 rows  100 rows/s  5 s left',
  ],
  [{ pages: 1, rows: 25, rowsOfRun: 25, total: undefined, elapsedMs: 1000 }, '1 page  25 rows  25 rows/s'],
  [
    { pages: 0, rows: 0, rowsOfRun: 0, total: 0, elapsedMs: 0 },
    '[####################]  100 %  0 pages  0 of 0 rows',
  ],
])('shows %j as %s', (progress, line) => {
  expect(progressLine(progress)).toBe(line);
});

it('shows long times in larger units', () => {
  expect([42_000, 185_000, 7_800_000].map(duration)).toEqual(['42 s', '3 min 5 s', '2 h 10 min']);
});
