// A kept-alive connection that closes under a write: no runtime may send the write again by itself.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Command, commands, titled } from '../runtimes/commands.ts';

const script = join(import.meta.dirname, 'kept-alive.ts');
/** The Node that runs the tests, and the other runtimes. */
const runtimes: Command[] = [
  { name: 'this Node', file: process.execPath, args: ['--import', 'tsx'], resendsReads: false },
  ...commands,
];

describe('a kept-alive connection that closes under a write', () => {
  for (const command of runtimes) {
    const { file, args } = command;
    it.runIf(file)(`is no reason to send it again: ${titled(command)}`, async () => {
      const arrived: string[] = [];
      const cut: boolean[] = [];
      const used = new WeakMap<object, number>();
      const server = createServer((request, response) => {
        const requests = (used.get(request.socket) ?? 0) + 1;
        used.set(request.socket, requests);
        const isWork = request.url === '/work';
        // Only a connection that was used before: so a runtime takes the close for one that came just too early.
        const isCut = isWork && requests > 1;
        if (isWork) {
          arrived.push(request.method!);
          cut.push(isCut);
        }
        if (isCut) request.socket.destroy();
        else response.end('{}');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      let printed: string;
      try {
        const base = `http://127.0.0.1:${port}`;
        const done = await promisify(execFile)(file!, [...args, script, base], { timeout: 15_000 });
        printed = done.stdout;
      } finally {
        server.close();
        server.closeAllConnections();
      }
      expect(arrived).toEqual(['POST', 'PUT', 'DELETE', 'GET']);
      // Which writes go over a kept-alive connection is the runtime's choice; without any, this would prove nothing.
      expect(cut).toContain(true);
      const reports = printed
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(reports).toEqual(
        ['create', 'update', 'remove', 'send'].map((name, index) => ({
          name,
          outcome: cut[index] ? 'unknown' : 'done',
          attempts: 1,
        })),
      );
    });
  }
});
