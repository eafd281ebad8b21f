// Day zero of an API: a copy of this project with one more entry in sources.json and one more file pulls, lints, generates
// and builds, and its package has the client.
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const fixture = join(import.meta.dirname, 'v3');
const project = join(root, '.cache/day-zero');
const copied = [
  ...['src', 'scripts', 'generated', 'openapi', 'docs', 'package.json', 'tsconfig.json', 'tsup.config.ts'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
];

async function run(...command: string[]): Promise<string> {
  const [program = '', ...args] = command;
  const { stdout } = await promisify(execFile)(program, args, { cwd: project, timeout: 240_000 });
  return stdout;
}

/** Every file that a person would have had to touch: what the scripts write is not among them. */
function changedByHand(): string[] {
  const isWritten = (file: string) =>
    /^(generated|docs\/operations)\/|^(openapi\/b2b-v3\.yaml|docs\/corrections\.md|package\.json)$/.test(
      file,
    );
  const files = copied.flatMap((name) => filesIn(name)).filter((file) => !isWritten(file));
  return files.filter((file) => read(root, file) !== read(project, file));
}

function filesIn(name: string): string[] {
  if (statSync(join(project, name)).isFile()) return [name];
  const entries = readdirSync(join(project, name), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1));
}

function read(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return undefined;
  }
}

let logs: Record<'pulled' | 'linted', string>;

beforeAll(async () => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const name of copied) cpSync(join(root, name), join(project, name), { recursive: true });
  const sources = join(project, 'openapi/sources.json');
  const entries = JSON.parse(readFileSync(sources, 'utf8')) as object;
  const entry = JSON.parse(readFileSync(join(fixture, 'source.json'), 'utf8')) as object;
  writeFileSync(sources, JSON.stringify({ ...entries, ...entry }));
  cpSync(join(fixture, 'src'), join(project, 'src'), { recursive: true });
  const pulled = await run('npx', 'tsx', 'scripts/pull.ts', 'v3', '--from', fixture);
  await run('npx', 'tsx', 'scripts/generate.ts');
  const linted = await run('npx', 'tsx', 'scripts/lint.ts');
  await run('npx', 'tsx', 'scripts/package/manifest.ts');
  await run('npx', 'tsx', 'scripts/build.ts');
  logs = { pulled, linted };
}, 600_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('a new API', () => {
  it('takes one entry in sources.json and one file of 15 lines', () => {
    expect(changedByHand()).toEqual(['src/v3.ts', 'openapi/sources.json']);
    expect(readFileSync(join(project, 'src/v3.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(
      15,
    );
    const source = readFileSync(join(fixture, 'source.json'), 'utf8').trim().split('\n');
    expect(source.slice(1, -1)).toHaveLength(1);
  });

  it('is pulled, pinned and linted like the others', () => {
    expect(logs.pulled).toContain('b2b-v3: changed (none)');
    expect(logs.linted).toContain('b2b-v3: 0 problems');
    const sources = JSON.parse(readFileSync(join(project, 'openapi/sources.json'), 'utf8')) as {
      'b2b-v3': object;
    };
    expect(sources['b2b-v3']).toMatchObject({ name: 'v3', sha256: expect.any(String), operations: 5 });
  });

  it('leaves what is generated for the others as it is', () => {
    const others = readdirSync(join(root, 'generated')).filter((file) => file !== 'apis.ts');
    const differing = others.filter(
      (file) => read(root, `generated/${file}`) !== read(project, `generated/${file}`),
    );
    expect(differing).toEqual([]);
  });

  it('is a subpath of the package, whose types a program compiles against', () => {
    const files = ['consumer.ts', 'main.ts', 'server.ts'].map((file) => join(project, file));
    for (const file of files) cpSync(join(fixture, basename(file)), file);
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    const program = ts.createProgram(files, options);
    const texts = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(texts).toEqual([]);
    program.emit();
  });

  it('works: keys, versions, merge patches and cursors', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => `apt_${index + 1}`);
    expect(JSON.parse(await run('node', 'main.js'))).toEqual(['function', ...ids, 'end']);
  });
});
