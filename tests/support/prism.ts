// Prism as anybody runs it: its own command, on a file, on the loopback interface.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface PlainPrism {
  url: string;
  close(): void;
}

/** Runs `prism mock <file>` in a folder until it listens. */
export async function plainPrism(file: string, folder = root): Promise<PlainPrism> {
  const port = await freePort();
  const command = resolve(root, 'node_modules/@stoplight/prism-cli/dist/index.js');
  const child = spawn(process.execPath, [command, 'mock', '--port', String(port), file], { cwd: folder });
  await listening(child);
  return { url: `http://127.0.0.1:${port}`, close: () => void child.kill() };
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((started, failed) => {
    let output = '';
    const hear = (chunk: unknown) => {
      output += chunk;
      if (output.includes('Prism is listening')) started();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => failed(new Error(`Prism ended before it listened:\n${output.slice(-2000)}`)));
  });
}
