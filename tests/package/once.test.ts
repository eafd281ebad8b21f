// The rule of dist/: what must exist once lives in index.js, and every subpath takes it from there.
// The first part needs `npm run build`.
import { execFile } from 'node:child_process';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { namesOf } from '../../scripts/package/entries.ts';
import { modulesOfIndex, src, takenFromIndex } from '../../scripts/package/once.ts';

const root = resolve(import.meta.dirname, '../..');
const entries = namesOf('module');

const clientOf = (api: string) =>
  `root.createClient(sdk.${api}, { partnerToken: 'partner' }).request('GET', '/a/{b}')`;

/** One slip for each entry, which its code refuses with an AltegioError; `data` where it holds no code. */
const slips: Record<string, string> = {
  index: 'sdk.createAltegio({})',
  v1: clientOf('v1'),
  v2: clientOf('v2'),
  booking: clientOf('booking'),
  developers: clientOf('developers'),
  codes: 'data',
  redis: "sdk.createRedisLimiter({ client: {}, key: 'a' })",
  testing: 'sdk.createFakeAltegio({ seed: 1 })',
  webhooks: 'sdk.createWebhookHandler({})',
  opentelemetry: "sdk.openTelemetry({ propagate: 'maybe' })",
  validation: 'sdk.createContractWatch({ sample: 2 })',
  recipes: "sdk.bookOnline({}, { lookAgainMs: 'never' })",
};

/** State of which each copy may have its own, and why. */
const harmless: Record<string, string> = {
  'util/abort.ts':
    'who waits on a signal: a second list costs one more listener, and nobody reads the other one',
};

describe.each([
  ['ESM', 'module', 'await import'],
  ['CJS', 'commonjs', 'require'],
])('as %s', (_, type, load) => {
  it('every subpath throws the errors of the root', async () => {
    const tries = Object.entries(slips).map(([name, slip]) => {
      const subpath = name === 'index' ? 'altegio-sdk' : `altegio-sdk/${name}`;
      const thrown = slip === 'data' ? 'Object.values(sdk).find(isCode)' : `await thrownBy(() => ${slip})`;
      return `{ const sdk = ${load}('${subpath}'); found['${name}'] = of(${thrown}); }`;
    });
    const program = `(async () => {
      const root = ${load}('altegio-sdk');
      const found = {};
      const isCode = (value) => typeof value === 'function';
      const of = (error) => error && [error.name, error instanceof root.AltegioError];
      const thrownBy = async (slip) => { try { await slip(); } catch (error) { return error; } };
      ${tries.join('\n')}
      console.log(JSON.stringify(found, (_, value) => value ?? 'data'));
    })();`;
    // The package finds itself by its own name, as a consumer does.
    const args = [`--input-type=${type}`, '--eval', program];
    const { stdout } = await promisify(execFile)('node', args, { cwd: root });
    expect(JSON.parse(stdout)).toEqual(
      Object.fromEntries(
        entries.map((name) => [name, slips[name] === 'data' ? 'data' : ['AltegioConfigError', true]]),
      ),
    );
  });
});

describe('what index.js and a subpath both hold a copy of', () => {
  it.each(entries.filter((name) => name !== 'index'))('has no state and no class, in %s', async (name) => {
    const copied = await copiesIn(name);
    expect(copied.filter((file) => !harmless[file] && !isPure(ts.sys.readFile(join(src, file))!))).toEqual(
      [],
    );
  });

  it.each([
    ['class AnError extends Error {}', false],
    ['export let last = 0;', false],
    ['const known = new Map();', false],
    ["const brand = Symbol('a');", false],
    ["const verbs = new Set(['GET']); const brand = Symbol.for('a');", true],
    [
      "const names = ['a', 'b'] as const; const pattern = /a/; export const twice = (n: number) => 2 * n;",
      true,
    ],
    ['export function make() { return new Map(); }', true],
  ])('would be seen to: %s', (code, pure) => {
    expect(isPure(code)).toBe(pure);
  });
});

it('the modules that index.ts exports from are found, types aside', () => {
  const text = "export { a, type B } from './x.ts'; export type { C } from './y.ts'; export * from './z.ts';";
  expect([...modulesOfIndex(text)].map(([file, names]) => [relative(src, file), names])).toEqual([
    ['x.ts', ['a']],
    ['z.ts', ['*']],
  ]);
});

async function copiesIn(name: string): Promise<string[]> {
  const sources = async (entry: string, beside: boolean) => {
    const { metafile } = await build({
      entryPoints: [resolve(src, `${entry}.ts`)],
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      packages: 'external',
      metafile: true,
      write: false,
      absWorkingDir: root,
      plugins: beside ? [takenFromIndex()] : [],
    });
    const [output] = Object.values(metafile.outputs);
    return Object.keys(output!.inputs).map((file) => relative(src, resolve(root, file)));
  };
  const [ofIndex, own] = await Promise.all([sources('index', false), sources(name, true)]);
  return own.filter((file) => file !== `${name}.ts` && ofIndex.includes(file));
}

/** Whether a second copy of a module does no harm: its top level makes functions and constants only. */
function isPure(code: string): boolean {
  const { statements } = ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, true);
  return statements.every((statement) => {
    if (ts.isClassDeclaration(statement)) return false;
    if (!ts.isVariableStatement(statement)) return true;
    if (!(statement.declarationList.flags & ts.NodeFlags.Const)) return false;
    return statement.declarationList.declarations.every(
      ({ initializer }) => !initializer || !makesSomething(initializer),
    );
  });
}

/** Something that is filled later, or told apart by its identity. */
function makesSomething(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isClassExpression(node)) return true;
  if (ts.isCallExpression(node) && node.expression.getText() === 'Symbol') return true;
  if (ts.isNewExpression(node)) {
    const isConstant = /^(Set|Map|RegExp)$/.test(node.expression.getText()) && node.arguments?.length;
    if (!isConstant) return true;
  }
  return ts.forEachChild(node, (child) => makesSomething(child) || undefined) ?? false;
}
