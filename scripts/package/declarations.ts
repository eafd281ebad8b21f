// Writes the declarations of the package, each once. TypeScript lets an ESM declaration import a CommonJS one, and not
// the other way round: so all are CommonJS, below dist/types, and ESM has a few lines per entry that refer to them.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { publicPart } from './public.ts';

/** The code was checked by `npm run typecheck`; here it is only written down. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  declaration: true,
  emitDeclarationOnly: true,
  stripInternal: true,
  noCheck: true,
};

interface Declaration {
  text: string;
  /** The files of this project that it refers to. */
  imports: string[];
  /** Those of them from which it exports. */
  handsOn: string[];
}

const relativeImport = /(\bfrom |\bimport\()(['"])(\.[^'"]*)\.ts\2/g;

const relativeExport = /^export (?:type )?(?:\*|\{[^}]*\}) from (['"])(\.[^'"]*)\.ts\1/gm;

/**
 * openapi-fetch has its declarations twice, and a compiler takes a client of the one for no client of the other. Libraries
 * that take such a client are used from ESM and by bundlers, so its ESM ones are meant, from CommonJS declarations too.
 */
const fetchImport = /(?<=\bfrom 'openapi-fetch')/g;

const asEsm = " with { 'resolution-mode': 'import' }";

/** Becomes one tab: the spaces are a fifth of what is installed. */
const indentation = /(?<=^ *) {4}/gm;

/** Writes the declarations of src/<name>.ts for each name, and of what they refer to, below `dist`. */
export function writeDeclarations(names: readonly string[], root: string, dist: string): void {
  const source = (name: string) => resolve(root, `src/${name}.ts`);
  const declarations = emit(names.map(source), root);
  const reachable = (name: string) => closure(source(name), declarations);
  const written = new Set(names.flatMap((name) => [...reachable(name)]));
  for (const file of written) {
    const path = relative(root, file).replace(/\.ts$/, '.d.cts');
    const text = declarations
      .get(file)!
      .text.replace(relativeImport, '$1$2$3.cjs$2')
      .replace(fetchImport, asEsm);
    write(join(dist, 'types', path), text.replace(indentation, '\t'));
  }
  for (const name of names) {
    const files = reachable(name);
    const isMentioned = (other: string) =>
      files.has(source(other)) || declarations.get(source(other))!.handsOn.some((file) => files.has(file));
    const loaded = names.filter((other) => other !== name && isMentioned(other));
    write(join(dist, `${name}.d.ts`), `export * from './types/src/${name}.cjs';\n${load(loaded, 'js')}`);
    appendFileSync(join(dist, `types/src/${name}.d.cts`), load(loaded, 'cjs'));
  }
}

/**
 * Lets a consumer's compiler see other entries: it writes an inferred type down by the entry that exports it, and only
 * if the program holds that entry. Otherwise `export const { v1 } = createAltegio(options)` is an error (TS2742).
 */
function load(names: string[], ending: string): string {
  return names.map((name) => `import type {} from './${name}.${ending}';\n`).join('');
}

function emit(entries: string[], root: string): Map<string, Declaration> {
  const declarations = new Map<string, Declaration>();
  const program = ts.createProgram(entries, { ...options, rootDir: root });
  const checker = program.getTypeChecker();
  const exported = new Set(
    entries.flatMap((entry) => {
      const symbol = checker.getSymbolAtLocation(program.getSourceFile(entry)!);
      return symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : [];
    }),
  );
  const { diagnostics } = program.emit(undefined, (_, written, __, ___, sources) => {
    const text = publicPart(written, (name) => exported.has(name));
    const file = resolve(sources![0]!.fileName);
    const files = (paths: (string | undefined)[]) =>
      paths.map((path) => resolve(dirname(file), `${path}.ts`));
    const imports = files([...text.matchAll(relativeImport)].map(([, , , path]) => path));
    const handsOn = files([...text.matchAll(relativeExport)].map(([, , path]) => path));
    declarations.set(file, { text, imports, handsOn });
  });
  const problems = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  if (problems.length > 0) throw new Error(`The declarations cannot be written:\n${problems.join('\n')}`);
  return declarations;
}

/** A file and all that its declarations refer to; what only its code imports is not among them. */
function closure(file: string, declarations: Map<string, Declaration>): Set<string> {
  const found = new Set([file]);
  for (const each of found) {
    const declaration = declarations.get(each);
    if (!declaration) throw new Error(`The compiler wrote no declarations for ${each}, which ${file} needs.`);
    for (const imported of declaration.imports) found.add(imported);
  }
  return found;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
