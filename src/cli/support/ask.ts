// Asks on a terminal. The question goes to stderr, so that the standard output holds the result alone.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Interrupted, UsageError } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** One line of input. A hidden one is shown nowhere, not even as asterisks. */
export async function ask(question: string, isHidden: boolean, { stdin, stderr }: Terminal): Promise<string> {
  if (!stdin.isTTY) {
    throw new UsageError(`There is no terminal to ask for: ${question}.`, 'See altegio-sdk login --help.');
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  stderr.write(`${question}: `);
  const lines = createInterface({
    input: stdin,
    output: isHidden ? nowhere : stderr,
    terminal: true,
    historySize: 0,
  });
  const controller = new AbortController();
  lines.once('SIGINT', () => controller.abort());
  try {
    // Shown anew with each key otherwise, over the question.
    const text = await lines.question(isHidden ? '' : `\r${question}: `, { signal: controller.signal });
    if (isHidden) stderr.write('\n');
    return text.trim();
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    stderr.write('\n');
    throw new Interrupted('Stopped.');
  } finally {
    lines.close();
  }
}
