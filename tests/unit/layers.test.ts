// The rooms of the source: who may import whom (types included), and how large a room's files may be.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** A room is a folder of src/, or a file at its top. Each may import what stands beside it, which stands below it. */
const rooms: Record<string, string[]> = {
  // The command may use everything; nothing uses it.
  cli: [
    'cli/diff',
    'cli/checks',
    'cli/paging',
    'cli/operation',
    'cli/support',
    'testing.ts',
    'webhooks.ts',
    'index.ts',
    'diff',
    'request',
    'errors',
    'util',
  ],
  'cli/diff': ['cli/operation', 'cli/support', 'index.ts', 'diff', 'operations'],
  'cli/checks': ['cli/operation', 'cli/support', 'index.ts'],
  'cli/paging': ['cli/support', 'index.ts'],
  'cli/operation': ['cli/support', 'index.ts', 'generated', 'operations'],
  'cli/support': ['index.ts'],
  // Subpaths that stand beside the client.
  'testing.ts': ['testing/fake', 'testing/salon', 'testing/mock', 'testing'],
  'testing/fake': [
    'testing/salon',
    'testing/mock',
    'testing',
    'generated',
    'webhooks',
    'request',
    'errors',
    'operations',
    'types.ts',
    'util',
  ],
  'testing/salon': ['testing', 'request', 'errors', 'operations', 'util'],
  'testing/mock': ['testing', 'generated', 'request', 'errors', 'operations', 'types.ts', 'util'],
  testing: [
    'generated',
    'v1.ts',
    'v2.ts',
    'booking.ts',
    'developers.ts',
    'request',
    'errors',
    'operations',
    'types.ts',
    'util',
  ],
  'recipes.ts': ['recipes'],
  recipes: ['generated', 'errors', 'types.ts', 'util'],
  'opentelemetry.ts': ['opentelemetry'],
  opentelemetry: ['transport', 'errors', 'util'],
  'webhooks.ts': ['webhooks'],
  webhooks: ['generated', 'limiter/redis', 'errors', 'types.ts', 'util'],
  'validation.ts': ['validation'],
  validation: ['generated', 'transport', 'request', 'errors', 'util'],
  'redis.ts': ['limiter/redis'],
  'limiter/redis': ['limiter', 'errors', 'util'],
  'codes.ts': ['generated'],
  // The client, from the entry downwards.
  'index.ts': [
    'altegio.ts',
    'v1.ts',
    'v2.ts',
    'booking.ts',
    'developers.ts',
    'client',
    'pagination',
    'transport',
    'limiter',
    'request',
    'errors',
    'operations',
    'types.ts',
    'util',
  ],
  'altegio.ts': ['v1.ts', 'v2.ts', 'booking.ts', 'developers.ts', 'client', 'request', 'errors', 'types.ts'],
  'v1.ts': ['generated', 'client', 'pagination'],
  'v2.ts': ['generated', 'client'],
  'booking.ts': ['generated', 'client'],
  'developers.ts': ['generated', 'client', 'transport'],
  client: ['pagination', 'transport', 'limiter', 'request', 'errors', 'operations', 'types.ts', 'util'],
  pagination: ['transport', 'request', 'errors', 'operations', 'types.ts', 'util'],
  transport: ['limiter', 'request', 'errors', 'operations', 'types.ts', 'util'],
  limiter: ['errors', 'util'],
  request: ['generated', 'errors', 'operations', 'types.ts', 'util'],
  generated: ['types.ts'],
  'types.ts': ['errors', 'operations'],
  errors: ['operations', 'util'],
  operations: [],
  // What two editions of a contract differ in; it knows documents, and nothing of the client.
  diff: ['util'],
  util: [],
};

function filesOf(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/** What a file imports from this repository, by path from its root. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'));
  const names = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
  return names.map((name) => relative(root, join(root, dirname(file), name)));
}

/** `src/limiter/redis/link.ts` → `limiter/redis`, `src/v1.ts` → `v1.ts`, `generated/v1.ts` → `generated`. */
function roomOf(file: string): string {
  const path = relative('src', file);
  if (path.startsWith('../')) return path.slice('../'.length).replace(/\/.*/, '');
  return dirname(path) === '.' ? path : dirname(path);
}

const arrows = [...filesOf('src'), ...filesOf('generated')].flatMap((file) =>
  importsOf(file)
    .map((target) => ({ file, from: roomOf(file), to: roomOf(target) }))
    .filter(({ from, to }) => from !== to),
);

describe('the layers', () => {
  it('are read from real imports, types among them', () => {
    expect(arrows).toContainEqual({ file: 'src/types.ts', from: 'types.ts', to: 'operations' });
    expect(arrows).toContainEqual({ file: 'src/v1.ts', from: 'v1.ts', to: 'generated' });
    expect(arrows).toContainEqual({ file: 'generated/v1.client.ts', from: 'generated', to: 'types.ts' });
  });

  it('are kept by every import', () => {
    const crossing = arrows.filter(({ from, to }) => !rooms[from]?.includes(to));
    expect(crossing.map(({ file, to }) => `${file} imports from ${to}`)).toEqual([]);
  });

  it('lead from and to rooms that exist', () => {
    const named = [...Object.keys(rooms), ...Object.values(rooms).flat()].filter(
      (room) => room !== 'generated',
    );
    expect([...new Set(named)].filter((room) => !existsSync(join(root, 'src', room)))).toEqual([]);
  });

  it('point down only, so that there is no way round in a circle', () => {
    const floors = Object.keys(rooms);
    const upwards = Object.entries(rooms).flatMap(([from, allowed]) =>
      allowed.filter((to) => floors.indexOf(to) <= floors.indexOf(from)).map((to) => `${from} -> ${to}`),
    );
    expect(upwards).toEqual([]);
  });

  it('let generated files import types alone, from src/types.ts and from each other', () => {
    const lines = filesOf('generated').flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => /^(import|export .* from)\b/.test(line)),
    );
    const allowed = /^(import|export) type .* from '(\.\.\/src\/types|\.\/[\w.]+)\.ts';$/;
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !allowed.test(line))).toEqual([]);
  });

  it('keep scripts out of the package, and the tests out of both', () => {
    const strangers = [...filesOf('src'), ...filesOf('generated'), ...filesOf('scripts')].flatMap((file) =>
      importsOf(file)
        .filter(
          (target) =>
            target.startsWith('tests/') || (target.startsWith('scripts/') && !file.startsWith('scripts/')),
        )
        .map((target) => `${file} imports ${target}`),
    );
    expect(strangers).toEqual([]);
  });
});

describe('the size', () => {
  it('of the top of src/ is at most 14 files', () => {
    const files = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeLessThanOrEqual(14);
  });

  it('of a file in src/ and scripts/ is at most 300 lines', () => {
    const long = [...filesOf('src'), ...filesOf('scripts')]
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });
});
