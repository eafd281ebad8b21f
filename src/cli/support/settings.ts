// Tokens and base URL of a command: from the environment, or from a profile, never mixed.
import type { Command } from 'commander';
import { type Altegio, type ClientOptions, createAltegio } from '../../index.ts';
import { UsageError } from './failure.ts';
import { DamagedProfileError, type Profile, readProfile } from './profile.ts';
import type { Terminal } from './terminal.ts';

/** Options of every command that talks to the API. */
export interface ConnectionOptions {
  profile?: string;
  baseUrl?: string;
}

/** Tokens and base URL, and where they come from, in words. */
export interface Settings extends Profile {
  from: string;
}

/** Adds those options to a command. */
export function withConnection(
  command: Command,
  profile = 'take tokens and base URL from this profile, not from the environment',
): Command {
  return command
    .option('--profile <name>', profile)
    .option(
      '--base-url <url>',
      "send to this server: what stands for https://api.alteg.io/api, or 'vendor-mock'",
    );
}

/**
 * With `--profile` that one, whole; else the environment if it says anything; else the profile `default`. The two are not
 * mixed: tokens of one account must not go to the server of another.
 */
export async function findSettings(options: ConnectionOptions, terminal: Terminal): Promise<Settings> {
  const settings = await readSettings(options, terminal, readProfile);
  if (settings.from !== 'nowhere' || options.profile === undefined) return settings;
  throw new UsageError(
    `There is no profile ${options.profile}.`,
    `Make one: altegio-sdk login --profile ${options.profile}`,
  );
}

/** The same for `login`, which writes the profile: one that is missing or damaged is no mistake. */
export function knownSettings(options: ConnectionOptions, terminal: Terminal): Promise<Settings> {
  return readSettings(options, terminal, (name, env) =>
    readProfile(name, env).catch((error: unknown) => {
      if (error instanceof DamagedProfileError) return undefined;
      throw error;
    }),
  );
}

async function readSettings(
  { profile, baseUrl }: ConnectionOptions,
  { env }: Terminal,
  read: typeof readProfile,
): Promise<Settings> {
  const settings = await settingsFrom(profile, env, read);
  return baseUrl === undefined ? settings : { ...settings, baseUrl };
}

async function settingsFrom(
  name: string | undefined,
  env: NodeJS.ProcessEnv,
  read: typeof readProfile,
): Promise<Settings> {
  const set: Profile = {
    ...(env.ALTEGIO_PARTNER_TOKEN && { partnerToken: env.ALTEGIO_PARTNER_TOKEN }),
    ...(env.ALTEGIO_USER_TOKEN && { userToken: env.ALTEGIO_USER_TOKEN }),
    ...(env.ALTEGIO_BASE_URL && { baseUrl: env.ALTEGIO_BASE_URL }),
  };
  if (name === undefined && Object.keys(set).length > 0) return { ...set, from: 'the environment' };
  const profile = await read(name ?? 'default', env);
  if (profile) return { ...profile, from: `the profile ${name ?? 'default'}` };
  return { from: 'nowhere' };
}

/** What to say of settings without a partner token, which every call needs. */
export function missingToken({ from }: Settings): { text: string; cure: string } {
  return {
    text: from === 'nowhere' ? 'There are no tokens.' : `There is no partner token in ${from}.`,
    cure: 'Set ALTEGIO_PARTNER_TOKEN (and ALTEGIO_USER_TOKEN), or run: altegio-sdk login',
  };
}

function partnerTokenOf(settings: Settings): string {
  if (settings.partnerToken !== undefined) return settings.partnerToken;
  const { text, cure } = missingToken(settings);
  throw new UsageError(text, cure);
}

/** A client with these settings. */
export function connect(settings: Settings, options: Partial<ClientOptions> = {}): Altegio {
  return createAltegio({
    partnerToken: partnerTokenOf(settings),
    userToken: settings.userToken,
    baseUrl: settings.baseUrl,
    ...options,
  });
}
