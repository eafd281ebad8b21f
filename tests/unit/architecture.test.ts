// docs/architecture.md tells a newcomer where things are: every path that it names is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

describe('docs/architecture.md', () => {
  it('names only files and folders that exist', () => {
    const named = text.match(/\b(src|scripts|tests|openapi|generated|docs)\/[\w./-]*\w/g) ?? [];
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names every folder of tests/', () => {
    const folders = readdirSync(join(root, 'tests'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    expect(folders.length).toBeGreaterThan(10);
    expect(
      folders.filter(({ name }) => !text.includes(`| \`tests/${name}\` |`)).map(({ name }) => name),
    ).toEqual([]);
  });

  it('names every room of src/', () => {
    const entries = readdirSync(join(root, 'src'), { withFileTypes: true });
    const rooms = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(rooms.length).toBeGreaterThan(5);
    expect(rooms.filter((room) => !text.includes(`\n  ${room}/ `))).toEqual([]);
  });
});
