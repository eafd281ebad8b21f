// A kept-alive connection that closes under a write: no runtime may send the write again by itself.
import { execFile, execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, 'kept-alive.ts');
const runtimes: Record<string, string[]> = {
  node: ['--import', 'tsx', script],
  deno: ['run', '-A', '--no-check', script],
  bun: [script],
};

/** Whether a runtime is installed, as `deno` or `bun` on the path; the reporters name what is skipped for want of it. */
function isThere(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    console.warn(`SKIPPED for want of ${command}: a kept-alive connection that closes under a write`);
    return false;
  }
}

describe('a kept-alive connection that closes under a write', () => {
  for (const [command, args] of Object.entries(runtimes)) {
    it.runIf(isThere(command))(`has ${command} send it once`, async () => {
      const arrived: string[] = [];
      const used = new WeakMap<object, number>();
      const server = createServer((request, response) => {
        const requests = (used.get(request.socket) ?? 0) + 1;
        used.set(request.socket, requests);
        if (request.url === '/work') arrived.push(request.method!);
        // Only a connection that was used before: so a runtime takes the close for one that came just too early.
        if (request.url === '/work' && requests > 1) request.socket.destroy();
        else response.end('{}');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      try {
        await promisify(execFile)(command, [...args, `http://127.0.0.1:${port}`], { timeout: 15_000 });
      } finally {
        server.close();
        server.closeAllConnections();
      }
      expect(arrived).toEqual(['POST', 'PUT', 'DELETE', 'GET']);
    });
  }
});
