// Runs the script through the caller's client: ioredis or node-redis, recognised by its methods.
import { AltegioConfigError } from '../../errors/errors.ts';

/** The part of an ioredis client that is used. */
export interface IoRedisClient {
  readonly status: string;
  evalsha(sha: string, keys: number, ...values: string[]): Promise<unknown>;
  eval(script: string, keys: number, ...values: string[]): Promise<unknown>;
}

/** The part of a node-redis client (`createClient` of the package `redis`, version 4 or newer) that is used. */
export interface NodeRedisClient {
  evalSha(sha: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A connected client of either package. */
export type RedisClient = IoRedisClient | NodeRedisClient;

/** Runs the script on these keys with these arguments. */
export type RunScript = (keys: string[], values: string[]) => Promise<number>;

/** A script behind one function, whichever client runs it; `where` names who asks, in errors. */
export function scriptRunner(client: RedisClient, script: string, where: string): RunScript {
  const { bySha, byText } = commands(client, where);
  let sha: Promise<string> | undefined;
  return async (keys, values) => {
    sha ??= sha1(script);
    try {
      return numberOf(await bySha(await sha, keys, values));
    } catch (error) {
      // A Redis that was just started, or whose scripts were flushed, has to be sent the script once.
      if (!String((error as Partial<Error> | undefined)?.message).startsWith('NOSCRIPT')) throw error;
      return numberOf(await byText(script, keys, values));
    }
  };
}

/** What the script returned, which some clients return as text. Anything else must not pass for "go". */
function numberOf(returned: unknown): number {
  const isWhole = /^-?\d+$/.test(String(returned));
  if (
    isWhole &&
    (typeof returned === 'number' || typeof returned === 'string' || typeof returned === 'bigint')
  )
    return Number(returned);
  throw new TypeError(
    `The client returned ${typeof returned} from EVAL in place of a number: its methods must return promises.`,
  );
}

type Command = (code: string, keys: string[], values: string[]) => Promise<unknown>;

function commands(client: RedisClient, where: string): { bySha: Command; byText: Command } {
  if ((client as { options?: { legacyMode?: unknown } } | undefined)?.options?.legacyMode) {
    throw new AltegioConfigError(
      `${where}: this client of the package redis runs in legacyMode, whose methods return nothing. Pass its .v4 as client.`,
    );
  }
  if (isNodeRedis(client)) {
    return {
      bySha: (code, keys, values) => client.evalSha(code, { keys, arguments: values }),
      byText: (code, keys, values) => client.eval(code, { keys, arguments: values }),
    };
  }
  if (isIoRedis(client)) {
    return {
      bySha: (code, keys, values) => client.evalsha(code, keys.length, ...keys, ...values),
      byText: (code, keys, values) => client.eval(code, keys.length, ...keys, ...values),
    };
  }
  throw new AltegioConfigError(
    `${where}: client must be a client of the package ioredis, or of the package redis in version 4 or newer.`,
  );
}

function isNodeRedis(client: RedisClient): client is NodeRedisClient {
  return typeof (client as Partial<NodeRedisClient> | undefined)?.evalSha === 'function';
}

// Version 3 of node-redis has an `evalsha` too, with callbacks; only ioredis reports its status.
function isIoRedis(client: RedisClient): client is IoRedisClient {
  const { evalsha, status } = (client ?? {}) as Partial<IoRedisClient>;
  return typeof evalsha === 'function' && typeof status === 'string';
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
