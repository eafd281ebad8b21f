// A real Redis or Valkey on a free loopback port, and clients of both packages for it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { RedisClient } from '../../src/redis.ts';

/** A program to test against. */
export interface Program {
  name: 'redis-server' | 'valkey-server';
  isInstalled: boolean;
}

export const programs: Program[] = (['redis-server', 'valkey-server'] as const).map((name) => ({
  name,
  isInstalled: spawnSync(name, ['--version']).status === 0,
}));

export interface RedisServer {
  port: number;
  start(): Promise<void>;
  /** Ends it without a goodbye. */
  kill(): Promise<void>;
  /** `SIGSTOP`: it hangs, its connections stay open. `SIGCONT`: it goes on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  remove(): Promise<void>;
}

/** `settings` are further ones, as on its command line. */
export async function redisServer(program: Program, settings: string[] = []): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-redis-'));
  let child: ChildProcess | undefined;
  const kill = async () => {
    const ended = child && child.exitCode === null && once(child, 'exit');
    child?.kill('SIGKILL');
    await ended;
    child = undefined;
  };
  return {
    port,
    kill,
    async start() {
      const options = [
        '--port',
        `${port}`,
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--dir',
        folder,
        ...settings,
      ];
      child = spawn(program.name, options, { stdio: 'ignore' });
      for (let tries = 0; !(await isListening(port)); tries++) {
        if (tries > 100) throw new Error(`${program.name} did not start on port ${port}`);
        await sleep(50);
      }
    },
    signal: (name) => void child?.kill(name),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Library = 'ioredis' | 'node-redis';

export interface Connected {
  client: RedisClient;
  /** Any command, to look at what the limiter has stored. */
  command(...args: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** A client of the given package, connected, that comes back soon after an outage. */
export async function connected(library: Library, port: number): Promise<Connected> {
  if (library === 'ioredis') {
    const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => 100 });
    client.on('error', () => {});
    await client.connect();
    const command = (name: string, ...args: string[]) => client.call(name, ...args);
    return { client, command, close: async () => client.disconnect() };
  }
  const client = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: () => 100 } });
  client.on('error', () => {});
  await client.connect();
  return {
    client,
    command: (...args) => client.sendCommand(args),
    close: async () => {
      if (client.isOpen) client.destroy();
    },
  };
}

/** The largest number of moments that lie within `ms` of each other. */
export function mostWithin(at: number[], ms: number): number {
  return Math.max(...at.map((from) => at.filter((other) => other >= from && other < from + ms).length));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
