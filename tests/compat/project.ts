// A user's project that holds the programs of consumers/ and the package as it would be published: compiled, then run.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { makeConsumer, root } from '../package/consumer.ts';
import type { Break } from './breaks.ts';

const folder = join(import.meta.dirname, 'consumers');

/** The files of consumers/, by their names without the ending. */
export function consumers(): Record<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(
    files.map((file) => [file.replace(/\.ts$/, ''), readFileSync(join(folder, file), 'utf8')]),
  );
}

/** The names of the parts that a program consists of. */
export function partsOf(program: string): string[] {
  return [...program.matchAll(/^ {2}(?:'(.+?)'|(\w+)): async/gm)].map(
    ([, quoted, plain]) => quoted ?? plain!,
  );
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  typeRoots: [join(root, 'node_modules/@types')],
  types: ['node'],
};

/** The parts that no longer compile, or fail when they run; and how many ran. */
export async function tryOut(sources: Record<string, string>): Promise<{ ran: number; breaks: Break[] }> {
  const project = await makeConsumer();
  try {
    const files = Object.keys(sources).map((name) => join(project.folder, `${name}.ts`));
    for (const [name, text] of Object.entries(sources)) project.write(`${name}.ts`, text);
    const compiled = ts.createProgram(files, options);
    const breaks = ts.getPreEmitDiagnostics(compiled).map(breakOf);
    // What does not compile is run all the same: types and behaviour break each on their own.
    compiled.emit();
    const programs = Object.keys(sources).filter((name) => partsOf(sources[name]!).length > 0);
    const run = { cwd: project.folder, timeout: 60_000 };
    const { stdout } = await promisify(execFile)('node', ['main.js', ...programs], run);
    const { ran, failed } = JSON.parse(stdout) as { ran: number; failed: Record<string, string> };
    return { ran, breaks: [...breaks, ...Object.entries(failed).map(([part, why]) => ({ part, why }))] };
  } finally {
    project.remove();
  }
}

/** The part that a diagnostic is about: the last one that begins above it. */
function breakOf({ file, start = 0, messageText }: ts.Diagnostic): Break {
  const why = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]!;
  if (!file) return { part: 'the project', why };
  const part = partsOf(file.text.slice(0, start)).at(-1);
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return { part: part ?? file.fileName, why: `line ${line}: ${why}` };
}
