// `altegio-sdk mock`: a server on this machine that stands in for the API.
import { createWriteStream } from 'node:fs';
import type { Command } from 'commander';
import type { ApiName } from '../index.ts';
import type { JournalEntry } from '../testing.ts';
import { apiNames, checkApi } from './operation/list.ts';
import { CommandFailure, exitCodes, UsageError } from './support/failure.ts';
import { interruption, untilStopped } from './support/interruption.ts';
import { portOf, portProblem } from './support/port.ts';
import { type Output, painter, type Terminal } from './support/terminal.ts';

interface Options {
  port: string;
  dynamic?: boolean;
  seed?: string;
  salon?: boolean;
  record?: string;
  errors: boolean;
  quiet?: boolean;
}

export function addMock(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('mock')
    .summary('start a server that stands in for the API')
    .description(
      'Serves all four APIs on one port of 127.0.0.1, under the paths that they have at Altegio, and refuses what the contract refuses. Without --salon by Prism (npm install --save-dev @stoplight/prism-http), which responds with the examples of the contract; with --salon out of a salon in memory, which keeps what is written and needs nothing.',
    )
    .argument('[api...]', `serve these only (${apiNames.join(', ')})`)
    .option('--port <number>', 'port, 0 to 65535; 0 takes a free one', '4010')
    .option('--salon', 'a salon in memory that keeps what is written')
    .option('--dynamic', 'values made up per request, in place of the examples of the contract')
    .option('--seed <text>', 'the same made-up values, or the same salon, every time')
    .option(
      '--record <file>',
      'write every request to this file, one line of JSON each; tokens and passwords are hidden',
    )
    .option('--no-errors', 'respond although the response breaks the contract')
    .option('--quiet', 'do not show the requests')
    .action(async (names: string[], options: Options) => end(await mock(names, options, terminal)));
}

async function mock(names: string[], options: Options, terminal: Terminal): Promise<number> {
  const { stdout, stderr, env } = terminal;
  const apis = names.length === 0 ? apiNames : names.map(checkApi);
  if (options.salon && options.dynamic) {
    throw new UsageError(
      '--dynamic is for the mock without --salon.',
      'The salon makes its values up by --seed.',
    );
  }
  const port = portOf(options.port);
  const record = options.record === undefined ? undefined : await recorder(options.record, stderr);
  const paint = painter(stdout, env);
  let base = '';
  const onRequest = (entry: JournalEntry): void => {
    record?.write(recordLine(entry, base));
    if (options.quiet) return;
    const { method, operationId, path, status } = entry;
    const isFailure = status === undefined || status >= 400;
    const shown = paint(isFailure ? 'red' : 'green', String(status ?? 'no response'));
    stdout.write(
      `${shown} ${method} ${path}${operationId ? paint('dim', `  ${entry.api}.${operationId}`) : ''}\n`,
    );
  };
  const endRecord = () =>
    new Promise<void>((resolve) => {
      if (!record || record.closed) return resolve();
      record.once('close', resolve).end();
    });
  const server = await start(options, { port, apis, onRequest }).catch(async (error: unknown) => {
    await endRecord();
    throw error;
  });
  base = server.url;
  const { signal, release } = interruption(terminal);
  stderr.write(`${greeting(server, options)}\n`);
  await untilStopped(signal);
  release();
  await server.close();
  await endRecord();
  return exitCodes.done;
}

/** A request as one line, with the URL by which tools for traffic know it. */
function recordLine({ path, params, query, headers, ...entry }: JournalEntry, base: string): string {
  const filled = path.replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const known = entry.api && `${base}/${entry.api === 'v2' ? 'v2' : 'v1'}${filled}`;
  const url = new URL(known ?? filled, base);
  for (const [name, value] of Object.entries(query))
    for (const each of [value].flat()) url.searchParams.append(name, String(each));
  const { authorization, ...others } = headers;
  // That there was a token is a part of the contract; which one is nobody's business.
  const shown =
    authorization === undefined ? others : { ...others, authorization: `Bearer ${authorization}` };
  return `${JSON.stringify({ ...entry, path, params, query, headers: shown, url: url.href })}\n`;
}

interface Server {
  url: string;
  close(): Promise<void>;
  /** What it is, in a few words. */
  words: string;
}

interface Serving {
  port: number;
  apis: ApiName[];
  onRequest(entry: JournalEntry): void;
}

async function start({ salon, seed, dynamic, errors }: Options, { port, ...more }: Serving): Promise<Server> {
  const { createFakeAltegio, startMock } = await import('../testing.ts');
  try {
    if (!salon) {
      const mock = await startMock({ port, seed, dynamic, errors, ...more });
      return { ...mock, words: `Mock of ${mock.operations} operations` };
    }
    const fake = createFakeAltegio({ seed, ...more });
    const server = await fake.listen(port);
    return { url: server.url, close: server.close, words: `Salon with the location ${fake.locationId}` };
  } catch (error) {
    throw portProblem(error as NodeJS.ErrnoException, port);
  }
}

/** A stream into a file. What fails later, such as a full disk, is reported once and does not stop the mock. */
async function recorder(file: string, stderr: Output): Promise<ReturnType<typeof createWriteStream>> {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  return new Promise((resolve, reject) => {
    const problem = ({ message }: Error) => `${file} cannot be written: ${message}`;
    const refuse = (error: Error) => reject(new CommandFailure(problem(error)));
    stream.once('error', refuse);
    stream.once('open', () => {
      stream.off('error', refuse);
      let isReported = false;
      stream.on('error', (error) => {
        if (!isReported) stderr.write(`${problem(error)}\n`);
        isReported = true;
      });
      resolve(stream);
    });
  });
}

function greeting({ url, words }: Server, { salon }: Options): string {
  const lines = [
    `${words} on ${url}   (Ctrl+C stops it)`,
    '',
    `  createAltegio({ partnerToken: 'any', userToken: 'any', baseUrl: '${url}' })`,
    `  ALTEGIO_PARTNER_TOKEN=any ALTEGIO_USER_TOKEN=any ALTEGIO_BASE_URL=${url} npx altegio-sdk doctor`,
  ];
  const preference = ["  A response of your choice, by a header of the call: prefer: 'code=422'"];
  return [...lines, ...(salon ? [] : ['', ...preference]), ''].join('\n');
}
