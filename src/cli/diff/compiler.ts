// TypeScript's compiler, which reads the code of a program: a project's own, since it is not a part of this package.
import { UsageError } from '../support/failure.ts';

export type Compiler = typeof import('typescript');

/** Loads it, or says what to install. The package of TypeScript 7 has no API for programs. */
export async function loadCompiler(): Promise<Compiler> {
  const loaded: { default?: Partial<Compiler> } | undefined = await import('typescript').catch(
    () => undefined,
  );
  const ts = loaded?.default;
  if (ts?.createProgram) return ts as Compiler;
  const why = loaded ? 'the installed version of typescript has no API' : 'typescript is not installed';
  throw new UsageError(
    `--used reads code with TypeScript's compiler, and ${why}.`,
    'Run: npm install --save-dev typescript@5',
  );
}
