// Where a command reads and writes: the process's own streams, or a test's.
import { styleText } from 'node:util';

/** A stream that text goes to; a terminal knows its width and whether it has colours. */
export interface Output extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
  hasColors?(count: number, env: object): boolean;
}

/** What a command has of its process. */
export interface Terminal {
  stdin: NodeJS.ReadStream;
  stdout: Output;
  stderr: Output;
  env: NodeJS.ProcessEnv;
  /** Stops a command as Ctrl+C does. */
  stop?: AbortSignal;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export type Paint = (style: Style, text: string) => string;

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env };
}

/** Colours for a terminal that has them; NO_COLOR, FORCE_COLOR=0 and TERM=dumb turn them off. A file or pipe gets none. */
export function painter(stream: Output, env: NodeJS.ProcessEnv): Paint {
  const isColoured = stream.isTTY === true && stream.hasColors?.(16, env) === true;
  return (style, text) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
}

/** Writes, and waits while the reader is slower. Rejects once the reader is gone. */
export function print(stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** One value as JSON: indented for a person, on one line for a program. */
export function jsonText(value: unknown, isForProgram: boolean): string {
  return `${JSON.stringify(value, undefined, isForProgram ? undefined : 2)}\n`;
}

/** Wider cells push what follows them, in their row only. */
const widest = 32;

/** Columns with two spaces between them; the last one is not filled up. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, Math.min(cell.length, widest));
    });
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) => cell.padEnd(index === row.length - 1 ? 0 : widths[index]!));
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}
