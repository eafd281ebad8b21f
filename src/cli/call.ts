// `altegio-sdk call`: one operation, or one request by method and path.
import type { Command } from 'commander';
import type { ClientOptions, DriftEvent } from '../index.ts';
import { factsOf, helpLines } from './operation/help.ts';
import { type RawInput, readInput } from './operation/input.ts';
import { checkApi, type Listed, methodOf, operationByName, provingCall } from './operation/list.ts';
import { requestByPath } from './operation/path-call.ts';
import { fileSink, standardOutput } from './paging/sink.ts';
import { walk } from './paging/walk.ts';
import {
  CommandFailure,
  exitCodeOf,
  exitCodes,
  isClosedPipe,
  reportError,
  UsageError,
} from './support/failure.ts';
import { interruption } from './support/interruption.ts';
import {
  type ConnectionOptions,
  connect,
  findSettings,
  type Settings,
  withConnection,
} from './support/settings.ts';
import { jsonText, painter, print, type Terminal } from './support/terminal.ts';

interface Options extends ConnectionOptions, RawInput {
  api?: string;
  all?: boolean;
  out?: string;
  resume?: string;
  progress?: boolean;
  timeout?: string;
  verbose?: boolean;
  json?: boolean;
  help?: boolean;
}

const repeatable = (value: string, before: string[] = []) => [...before, value];

export function addCall(program: Command, terminal: Terminal, end: (code: number) => void): void {
  const command = program
    .command('call')
    .summary('call an operation, or a method and path')
    .description(
      'Calls an operation and prints the response. `altegio-sdk call <operation> --help` shows what an operation takes.',
    )
    .argument('[operation]', 'an operationId, <api>.<operationId> where two APIs share it, or GET, POST, …')
    .argument('[path]', 'after a method: a path below the API, filled in')
    .option('--path <name=value>', 'a parameter of the path', repeatable)
    .option('--query <name=value>', 'a parameter of the query; twice for a list', repeatable)
    .option('--body <json>', 'the body: JSON, @file, or - for the standard input')
    .option('--file <name=path>', 'a file of a form', repeatable)
    .option('--api <name>', 'with a path: the API that it belongs to (default: the one that knows it, or v1)')
    .option('--all', 'read every page of a list: one row per line (NDJSON)')
    .option('--out <file>', 'write to this file')
    .option('--resume <file>', 'with --all and --out: keep the place in this file, and go on from it')
    .option('--progress', 'show the progress of --all (default: on a terminal)')
    .option('--no-progress', 'show no progress');
  withConnection(command)
    .option('--timeout <seconds>', 'seconds that one attempt may take (default: 30)')
    .option('--verbose', 'one line per attempt, retry and wait')
    .option('--json', 'one line of JSON, and errors as JSON')
    // In place of the parser's own: with an operation it shows that operation.
    .helpOption(false)
    .option('-h, --help', 'help, of an operation where one is named')
    .addHelpText('after', examples)
    .action(async (target: string | undefined, path: string | undefined, options: Options) => {
      end(await callOrHelp({ target, path, options }, command, terminal));
    });
}

/** Made of the operations that the descriptions mark for `doctor`: a list of the user's, and what it leads to. */
function examples(): string {
  const list = provingCall('user');
  const rights = provingCall('rights');
  const query = Object.entries(list.described.doctor?.query ?? {}).map(
    (pair) => `--query ${pair.join('=')} `,
  );
  const path = rights.described.path?.map(([name]) => `--path ${name}=1`) ?? [];
  return `
Examples:
  altegio-sdk call ${list.operation.id} --help
  altegio-sdk call ${[rights.operation.id, ...path].join(' ')}
  altegio-sdk call ${list.operation.id} ${query.join('')}--all --out list.ndjson --resume list.state
  altegio-sdk call GET /company/1/staff/0`;
}

interface Line {
  target: string | undefined;
  path: string | undefined;
  options: Options;
}

async function callOrHelp(line: Line, command: Command, terminal: Terminal): Promise<number> {
  const { target, path, options } = line;
  if (options.help) return showHelp(line, command, terminal);
  if (target === undefined)
    throw new UsageError('call needs an operation.', 'altegio-sdk operations <words> finds one.');
  if (isMethod(target)) {
    if (path === undefined) throw new UsageError(`${target} needs a path: altegio-sdk call ${target} /…`);
    return callByPath(target, path, options, terminal);
  }
  if (path !== undefined) throw new UsageError(`Unexpected argument ${path} after operation ${target}.`);
  return callOperation(operationByName(target), options, terminal);
}

/** Help of the operation that is named, by its id or by its path; else of the command. */
async function showHelp(
  { target, path, options }: Line,
  command: Command,
  terminal: Terminal,
): Promise<number> {
  const { stdout, env } = terminal;
  const about = aboutOf(target, path, options);
  if (!about) {
    command.outputHelp();
    return exitCodes.done;
  }
  const text = options.json
    ? jsonText(factsOf(about), true)
    : `${helpLines(about, painter(stdout, env)).join('\n')}\n`;
  await print(stdout, text);
  return exitCodes.done;
}

function aboutOf(target: string | undefined, path: string | undefined, { api }: Options): Listed | undefined {
  if (target === undefined) return undefined;
  if (!isMethod(target)) return operationByName(target);
  return path === undefined ? undefined : requestByPath(target, path, api && checkApi(api)).known;
}

function isMethod(word: string): boolean {
  return /^(get|head|post|put|patch|delete)$/i.test(word);
}

async function callByPath(
  method: string,
  path: string,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { call, operation } = requestByPath(method, path, options.api && checkApi(options.api));
  if (operation) return callOperation(operation, options, terminal);
  checkOptions(options, undefined);
  const settings = await findSettings(options, terminal);
  const input = await readInput(options, terminal.stdin);
  return withInterruption(options, terminal, call.isRead, async (more) => {
    const altegio = connect(settings, more);
    await output(() => call.send(altegio, input), options, terminal);
  });
}

async function callOperation(about: Listed, options: Options, terminal: Terminal): Promise<number> {
  const { operation, name } = about;
  checkOptions(options, about);
  const settings = await findSettings(options, terminal);
  const input = await readInput(options, terminal.stdin, about);
  return withInterruption(options, terminal, operation.safe, async (more) => {
    const method = methodOf(connect(settings, more), about);
    if (!options.all) return output(() => method(input), options, terminal);
    const reading = { operation: name, server: serverOf(settings), input, pages: method.pages!.bind(method) };
    await walk(reading, options, terminal);
  });
}

function serverOf({ baseUrl = 'production' }: Settings): string {
  return baseUrl;
}

/** Refuses combinations that mean nothing, before anything is sent. */
function checkOptions({ all, resume, api }: Options, about: Listed | undefined): void {
  if (all && !about) {
    throw new UsageError(
      '--all needs an operation.',
      'A path that is filled in does not say how it is paged.',
    );
  }
  if (all && !about!.operation.paging) {
    throw new UsageError(`${about!.name} has no pages.`, 'Leave out --all.');
  }
  if (resume !== undefined && !all) throw new UsageError('--resume goes with --all.');
  if (api !== undefined && about && about.api !== api) {
    throw new UsageError(`${about.name} is not an operation of ${api}.`);
  }
}

async function withInterruption(
  options: Options,
  terminal: Terminal,
  isRead: boolean,
  work: (more: Partial<ClientOptions>) => Promise<void>,
): Promise<number> {
  const { stderr, env } = terminal;
  const paint = painter(stderr, env);
  const line = (text: unknown) => void stderr.write(`${paint('dim', String(text))}\n`);
  const logger = { debug: line, info: line, warn: line, error: line };
  const { signal, release } = interruption(terminal);
  try {
    await work({
      signal,
      hooks: { onDrift: (drift) => void stderr.write(`${paint('yellow', 'note:')} ${driftText(drift)}\n`) },
      ...(options.timeout !== undefined && { timeoutMs: secondsOf(options.timeout) * 1000 }),
      ...(options.verbose && { logger, logLevel: 'debug' as const }),
    });
    return exitCodes.done;
  } catch (error) {
    // The reader of the output has gone: that is no failure of the call.
    if (isClosedPipe(error)) throw error;
    if ((error as Error).name === 'AbortError') {
      const warning = ' The write may have happened: read it back before trying again.';
      stderr.write(`Stopped.${isRead ? '' : warning}\n`);
      return isRead ? exitCodes.interrupted : exitCodes.unknownOutcome;
    }
    reportError(error, terminal, options.json === true);
    return exitCodeOf(error, isRead);
  } finally {
    release();
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new UsageError(`--timeout takes seconds, not ${JSON.stringify(text)}.`);
}

function driftText({ kind, totals, repeated }: DriftEvent): string {
  const words = {
    'total-changed': `the list changed while it was read${totals ? ` (${totals.before} rows, now ${totals.now})` : ''}`,
    'items-moved': `${repeated ?? 'some'} rows came again on a later page and were left out`,
    'ended-early': `the list ended before its total${totals ? ` (${totals.now} of ${totals.before})` : ''}`,
    'items-lost': 'rows may be missing: more of the list moved than one page shows',
  };
  return words[kind];
}

/** Sends, and writes the response: JSON, text, or the bytes of a document. What cannot be written to is found before. */
async function output(
  send: () => Promise<unknown>,
  { out, json }: Options,
  terminal: Terminal,
): Promise<void> {
  const sink = out === undefined ? standardOutput(terminal) : await fileSink(out);
  try {
    const content = await contentOf(await send(), json === true);
    if (typeof content !== 'string' && out === undefined && terminal.stdout.isTTY) {
      throw new CommandFailure('The response is a document, not text: write it to a file with --out.');
    }
    await sink.write(content);
  } finally {
    await sink.close();
  }
}

async function contentOf(response: unknown, isForProgram: boolean): Promise<string | Uint8Array> {
  if (response === undefined) return '';
  if (response instanceof Blob) return new Uint8Array(await response.arrayBuffer());
  return jsonText(response, isForProgram);
}
