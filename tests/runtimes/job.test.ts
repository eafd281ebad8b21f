// The packed package in every runtime: what a program does with it, once each. Needs `npm run build`.
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer } from '../package/consumer.ts';
import { isBrowserThere, runInBrowser, titledBrowser } from './browser.ts';
import { bundlers, isBundlerThere, titledBundler } from './bundlers.ts';
import { type Command, commands, titled } from './commands.ts';
import { makeJob, type Report, runScript, salonOfJob } from './job.ts';
import { isInstalled, runModule, titled as titledWorker } from './workerd.ts';

let project: Consumer;

beforeAll(async () => {
  project = await makeJob();
});

afterAll(() => project.remove());

const own: Command = {
  name: `Node ${process.versions.node}`,
  file: process.execPath,
  args: [],
  resendsReads: false,
};

function expectAll({ parts, problems }: Report): void {
  expect(problems).toEqual({});
  expect(parts).toHaveLength(14);
}

describe.each([own, ...commands])('$name', (command) => {
  const { file, args } = command;
  it.skipIf(!file).each(['esm.mjs', 'cjs.cjs'])(
    `${titled(command)} runs the job: %s`,
    { timeout: 70_000 },
    async (script) => {
      expectAll(await runScript(file!, [...args, join(project.folder, 'job', script)], project.folder));
    },
  );
});

const bundled = (entry: string, conditions: string[]) =>
  build({
    entryPoints: [join(project.folder, 'job', entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    conditions,
    logLevel: 'error',
  }).then(({ outputFiles }) => outputFiles[0]!.text);

describe.skipIf(!isInstalled)(titledWorker('workerd'), () => {
  it.each(['2024-09-23', '2026-01-01'])(
    'runs the job: compatibility date %s',
    { timeout: 70_000 },
    async (date) => {
      const server = await salonOfJob().listen();
      const worker = await runModule(await bundled('worker.mjs', ['workerd', 'worker']), date, server.url);
      try {
        const [, report] = /^200 (.*)/.exec(await worker.get('/', AbortSignal.timeout(60_000)))!;
        expectAll(JSON.parse(report!) as Report);
      } finally {
        await worker.stop();
        await server.close();
      }
    },
  );
});

describe.skipIf(!isBrowserThere)(titledBrowser('Chromium'), () => {
  it('runs the job, bundled by esbuild and minified', { timeout: 90_000 }, async () => {
    expectAll(await runInBrowser(await bundled('browser.mjs', ['browser'])));
  });
});

describe.each(Object.entries(bundlers))('%s', (name, bundle) => {
  it.skipIf(!isBundlerThere(name))(
    `${titledBundler(name)}: its bundle runs the job`,
    { timeout: 120_000 },
    async () => {
      const file = await bundle(project.folder);
      expectAll(await runScript(process.execPath, [file], project.folder));
    },
  );
});
