// Profiles: tokens and base URL in a file of the user's own config folder, which nobody else can read.
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from './failure.ts';

/** What a profile holds. */
export interface Profile {
  partnerToken?: string;
  userToken?: string;
  baseUrl?: string;
}

const fields = ['partnerToken', 'userToken', 'baseUrl'];

/** A profile that is not what `login` writes. */
export class DamagedProfileError extends UsageError {}

/** Where a profile lies: `$XDG_CONFIG_HOME`, `%APPDATA%` on Windows, or `~/.config`, then `altegio-sdk/<name>.json`. */
export function profileFile(name: string, env: NodeJS.ProcessEnv, platform = process.platform): string {
  if (!/^[\w-]{1,64}$/.test(name)) {
    throw new UsageError(
      `A profile cannot be called ${JSON.stringify(name)}.`,
      'Use letters, digits, - and _.',
    );
  }
  const windows = platform === 'win32' ? env.APPDATA : undefined;
  const folder = env.XDG_CONFIG_HOME || windows || join(env.HOME || homedir(), '.config');
  return join(folder, 'altegio-sdk', `${name}.json`);
}

/** Reads a profile; `undefined` where there is none. Refuses one that others can read, or that is damaged. */
export async function readProfile(
  name: string,
  env: NodeJS.ProcessEnv,
  platform = process.platform,
): Promise<Profile | undefined> {
  const file = profileFile(name, env, platform);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`The profile ${file} cannot be read (${error.code}).`);
  });
  if (text === undefined) return undefined;
  // Windows keeps other users out by the folder's own rights.
  const { mode } = await stat(file);
  if (platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new UsageError(`Other users can read the profile ${file}.`, `Run: chmod 600 ${file}`);
  }
  const profile = parse(text);
  if (!profile) {
    throw new DamagedProfileError(
      `The profile ${file} is damaged.`,
      `It is a JSON object with ${fields.join(', ')}; altegio-sdk login writes a new one.`,
    );
  }
  return profile;
}

/** Not with the parser's own words: they quote the file, which holds tokens. */
function parse(text: string): Profile | undefined {
  try {
    const profile: unknown = JSON.parse(text);
    const isFit =
      typeof profile === 'object' &&
      profile !== null &&
      Object.entries(profile).every(([name, value]) => fields.includes(name) && typeof value === 'string');
    return isFit ? (profile as Profile) : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a profile, readable for its owner only from the first moment on. Returns the file. */
export async function writeProfile(name: string, profile: Profile, env: NodeJS.ProcessEnv): Promise<string> {
  const file = profileFile(name, env);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(profile, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
  return file;
}
