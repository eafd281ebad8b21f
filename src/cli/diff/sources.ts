// Where editions come from: files, folders, URLs, and versions of the package.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe } from '../../diff/document.ts';
import { apiOf, type Contract, type Edition } from '../../diff/editions.ts';
import { apiNames, tableOf } from '../operation/list.ts';
import { CommandFailure, UsageError } from '../support/failure.ts';
import { version } from '../support/version.ts';
import { parseDocument } from './read.ts';

const run = promisify(execFile);

/** Bounds a foreign document: the largest of Altegio's has a megabyte. */
const maxBytes = 32 * 1024 * 1024;
const timeoutMs = 60_000;

/** The contracts of this package. */
export async function installedEdition(): Promise<Edition> {
  // Beside dist/ in the package; before the build they are where the generator writes them.
  const places = [
    { folder: '../contract', ending: '.json' },
    { folder: '../../../generated', ending: '.mock.json' },
  ];
  for (const { folder, ending } of places) {
    const files = apiNames.map((api) => fileURLToPath(new URL(`${folder}/${api}${ending}`, import.meta.url)));
    if (!files.every((file) => existsSync(file))) continue;
    return { name: `altegio-sdk ${version()}`, contracts: await Promise.all(files.map(contractIn)) };
  }
  throw new CommandFailure('The contracts of this package are missing. Install it anew.');
}

/** The edition that an argument names: a URL, a file or folder, or a version (`0.2.0`, `latest`, `altegio-sdk@next`). */
export async function editionOf(text: string, env: NodeJS.ProcessEnv): Promise<Edition> {
  if (/^https?:\/\//i.test(text)) return urlEdition(text);
  const found = await stat(text).catch(() => undefined);
  if (found?.isDirectory()) return folderEdition(text);
  if (found) return { name: text, contracts: [await contractIn(text)] };
  const wanted = text.replace(/^altegio-sdk@/, '');
  if (/^(\d[\w.+-]*|[a-z][a-z-]*)$/.test(wanted)) return packageEdition(wanted, env);
  throw new UsageError(
    `There is no file or folder ${text}.`,
    'Give a file, a folder, a URL, or a version of altegio-sdk.',
  );
}

async function contractIn(file: string): Promise<Contract> {
  const { size } = await stat(file);
  if (size > maxBytes) throw new UsageError(`${file} is larger than ${maxBytes} bytes.`);
  return contractOf(await readFile(file, 'utf8'), file);
}

async function contractOf(text: string, from: string): Promise<Contract> {
  const document = await parseDocument(text, from);
  if (describe(document).size === 0) throw new UsageError(`${from} describes no operation.`);
  const known = new Map(apiNames.map((api) => [api, new Set(tableOf(api).byId.keys())] as const));
  return { api: apiOf(document, known), document };
}

async function urlEdition(text: string): Promise<Edition> {
  const url = new URL(text);
  const shown = url.origin + url.pathname;
  const fail = (why: string) => new CommandFailure(`${shown} cannot be read: ${why}.`);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw fail(`HTTP ${response.status}`);
    if (Number(response.headers.get('content-length')) > maxBytes)
      throw fail(`larger than ${maxBytes} bytes`);
    return { name: shown, contracts: [await contractOf(await response.text(), shown)] };
  } catch (error) {
    if (error instanceof CommandFailure || error instanceof UsageError) throw error;
    if (signal.aborted) throw fail(`no response within ${timeoutMs / 1000} s`);
    const { message, cause } = error as Error;
    throw fail(cause instanceof Error ? cause.message : message);
  }
}

/** Every JSON and YAML document of a folder; of a package that of its contracts. */
async function folderEdition(folder: string, name = folder): Promise<Edition> {
  const inside = [join(folder, 'contract'), folder].find((each) => existsSync(each))!;
  const names = (await readdir(inside)).filter((each) => /\.(json|ya?ml)$/.test(each)).sort();
  const files = names.filter(
    (each) => !['sources.json', 'package.json', 'package-lock.json'].includes(basename(each)),
  );
  if (files.length === 0) throw new UsageError(`${inside} holds no JSON or YAML document.`);
  return { name, contracts: await Promise.all(files.map((each) => contractIn(join(inside, each)))) };
}

/** A published version, fetched by npm with the registry and rights that it is configured for; nothing of it is run. */
async function packageEdition(wanted: string, env: NodeJS.ProcessEnv): Promise<Edition> {
  const folder = await mkdtemp(join(tmpdir(), 'altegio-sdk-diff-'));
  const options = { cwd: folder, env: { ...process.env, ...env }, shell: process.platform === 'win32' };
  try {
    const args = ['pack', `altegio-sdk@${wanted}`, '--silent', '--ignore-scripts'];
    const { stdout } = await run('npm', args, { ...options, timeout: timeoutMs }).catch((error: Error) => {
      throw new CommandFailure(`npm cannot fetch altegio-sdk@${wanted}. ${firstProblem(error)}`);
    });
    await run('tar', ['-xzf', stdout.trim().split('\n').at(-1)!.trim()], options);
    const { version: found } = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8')) as {
      version: string;
    };
    if (!existsSync(join(folder, 'package/contract'))) {
      throw new CommandFailure(`altegio-sdk ${found} holds no contracts; later versions do.`);
    }
    return await folderEdition(join(folder, 'package'), `altegio-sdk ${found}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The line of npm that says what is wrong. */
function firstProblem(error: Error & { stderr?: string }): string {
  const lines = (error.stderr ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /40\d|ENOTFOUND|ETARGET|ECONNREFUSED/.test(line)) ?? lines[0] ?? error.message;
}
