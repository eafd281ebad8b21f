// `altegio-sdk login`: gets a user token and keeps it in a profile.
import type { Command } from 'commander';
import { AltegioTimeoutError, isAltegioError } from '../index.ts';
import { readAll } from './operation/input.ts';
import { ask } from './support/ask.ts';
import { CommandFailure, exitCodes, UsageError } from './support/failure.ts';
import { writeProfile } from './support/profile.ts';
import {
  type ConnectionOptions,
  connect,
  knownSettings,
  type Settings,
  withConnection,
} from './support/settings.ts';
import { jsonText, print, type Terminal } from './support/terminal.ts';

interface Options extends ConnectionOptions {
  login?: string;
  passwordStdin?: boolean;
  print?: boolean;
  json?: boolean;
}

export function addLogin(program: Command, terminal: Terminal, end: (code: number) => void): void {
  const command = program
    .command('login')
    .summary('get a user token and keep it in a profile')
    .description(
      'Gets a user token for a login and password, and keeps it, with the partner token and base URL, in a profile: a file in your own config folder that nobody else can read. Passwords and tokens are asked for without showing them, and are never taken from the command line, where other users could see them.',
    )
    .option('--login <login>', 'phone number (+digits) or e-mail; asked for when it is left out')
    .option('--password-stdin', 'read the password from the standard input');
  withConnection(command, 'the profile to write (default: default)')
    .option('--print', 'print the token in place of keeping it')
    .option('--json', 'the result as one line of JSON')
    .action(async (options: Options) => end(await login(options, terminal)));
}

async function login(options: Options, terminal: Terminal): Promise<number> {
  const settings = await settingsOf(options, terminal);
  const partnerToken = settings.partnerToken ?? (await ask('Partner token', true, terminal));
  const name = options.login ?? (await ask('Login (+phone or e-mail)', false, terminal));
  const password = await passwordOf(options, terminal);
  for (const [what, text] of [
    ['partner token', partnerToken],
    ['login', name],
    ['password', password],
  ]) {
    if (text === '') throw new UsageError(`The ${what} is empty.`);
  }
  const { baseUrl } = settings;
  const altegio = connect({ partnerToken, ...(baseUrl && { baseUrl }), from: '' });
  const userToken = await altegio.login({ login: name, password }).catch((error: unknown) => {
    throw withoutReadBack(error);
  });
  const { stdout, stderr } = terminal;
  if (options.print) {
    await print(stdout, options.json ? jsonText({ userToken }, true) : `${userToken}\n`);
    return exitCodes.done;
  }
  const profile = options.profile ?? 'default';
  const file = await writeProfile(
    profile,
    { partnerToken, userToken, ...(baseUrl && { baseUrl }) },
    terminal.env,
  );
  if (options.json) await print(stdout, jsonText({ profile, file }, true));
  else stderr.write(`Logged in. The token is in the profile ${profile} (${file}).\n`);
  return exitCodes.done;
}

/** A login is no write that could be read back: without a token, nothing has come of it. */
function withoutReadBack(error: unknown): unknown {
  if (!isAltegioError(error) || error.outcome !== 'unknown') return error;
  const { status } = error as { status?: number };
  const late = error instanceof AltegioTimeoutError ? 'no response in time' : 'the connection broke';
  const reason = status === undefined ? late : `HTTP ${status}`;
  return new CommandFailure(`The login failed (${reason}), and no token was kept. Run the command again.`);
}

/** The partner token of a new profile may stand in the environment. */
async function settingsOf(options: Options, terminal: Terminal): Promise<Settings> {
  const settings = await knownSettings(options, terminal);
  const { profile: _, ...others } = options;
  return settings.from === 'nowhere' ? knownSettings(others, terminal) : settings;
}

async function passwordOf({ passwordStdin }: Options, terminal: Terminal): Promise<string> {
  if (!passwordStdin) return ask('Password', true, terminal);
  return (await readAll(terminal.stdin)).replace(/\r?\n$/, '');
}
