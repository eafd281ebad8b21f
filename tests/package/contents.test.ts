// What the tarball holds: nothing that is missing, nothing that strayed in. Needs `npm run build`.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { entries, namesOf } from '../../scripts/package/entries.ts';
import { bundled } from '../../scripts/package/licenses.ts';
import { packed, root } from './consumer.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  license: string;
  repository: { url: string };
  homepage: string;
  bugs: { url: string };
};

let files: Set<string>;
beforeAll(async () => {
  files = new Set((await packed()).files);
});

describe('the tarball', () => {
  it('holds the code and the declarations of every entry', () => {
    const wanted = entries.flatMap(({ is, name }) => {
      if (is === 'command') return [`dist/${name}.js`];
      if (is === 'data') return [];
      return ['.js', '.cjs', '.d.ts'].map((ending) => `dist/${name}${ending}`);
    });
    expect(wanted.filter((file) => !files.has(file))).toEqual([]);
  });

  it('holds nothing else', () => {
    const data = entries.filter(({ is }) => is === 'data').map(({ name }) => name.split('*')[0]!);
    const code = [...namesOf('module'), ...namesOf('command')].join('|');
    const expected = [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
      /^docs\/.*\.md$/,
      new RegExp(`^dist/(${code})\\.(js|cjs|d\\.ts)$`),
      /^dist\/types\/(src|generated)\/.*\.d\.cts$/,
      /^dist\/fake\/(v1|v2|booking|developers)\.cjs$/,
      /^dist\/validation\/(v1|v2|booking|developers)\/\w+\.js$/,
      new RegExp(`^dist/licenses/(${Object.values(bundled).flat().join('|')})\\.txt$`),
    ];
    const strays = [...files].filter(
      (file) =>
        !expected.some((pattern) => pattern.test(file)) && !data.some((start) => file.startsWith(start)),
    );
    expect(strays).toEqual([]);
  });

  it('holds the licence that package.json names', () => {
    expect(manifest.license).toBe('MIT');
    expect(read('LICENSE')).toMatch(
      /^MIT License\n\nCopyright \(c\) \d{4} .+\n\nPermission is hereby granted/,
    );
  });
});

describe('its documents', () => {
  it.each(['README.md', 'CHANGELOG.md'])('%s links to what the tarball holds', (file) => {
    expect(deadLinks(file)).toEqual([]);
  });

  it('in docs/ link to what the tarball holds', () => {
    const documents = [...files].filter((file) => file.startsWith('docs/'));
    expect(documents.length).toBeGreaterThan(5);
    expect(documents.flatMap(deadLinks)).toEqual([]);
  });

  it('are all found from the README', () => {
    const found = new Set(['README.md']);
    for (const file of found) for (const { path } of linksIn(file)) found.add(path);
    expect([...files].filter((file) => file.startsWith('docs/') && !found.has(file))).toEqual([]);
  });

  // The registry's page resolves a relative link against `repository`, where the same file has to lie.
  it('lie at the same place in the repository that package.json names', () => {
    const { repository, homepage, bugs } = manifest;
    const address = /^git\+(https:\/\/github\.com\/[\w-]+\/[\w-]+)\.git$/.exec(repository.url)?.[1];
    expect(homepage).toBe(`${address}#readme`);
    expect(bugs.url).toBe(`${address}/issues`);
    expect(linksIn('README.md').filter(({ path }) => !statSync(join(root, path)).isFile())).toEqual([]);
  });

  it('link by address to what only the repository holds', () => {
    const repository = manifest.homepage.replace('#readme', '/blob/main/');
    const documents = [...files].filter((file) => file.endsWith('.md'));
    const linked = documents.flatMap((file) =>
      targetsIn(file).flatMap((target) =>
        target.startsWith(repository) ? [target.slice(repository.length)] : [],
      ),
    );
    expect(linked.length).toBeGreaterThan(10);
    const isDead = (target: string) => {
      const [path, anchor] = target.split('#') as [string, string?];
      return !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
    };
    expect(linked.filter(isDead)).toEqual([]);
  });
});

it.each(namesOf('module'))('importing %s has no side effect', async (name) => {
  const subpath = name === 'index' ? 'altegio-sdk' : `altegio-sdk/${name}`;
  const program = `
    const owners = () => [globalThis, ...Reflect.ownKeys(globalThis).map((key) => globalThis[key]?.prototype)];
    const state = () => JSON.stringify([
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout'),
      process.eventNames().length,
      owners().filter((owner) => owner !== undefined && owner !== null).map((owner) => Reflect.ownKeys(owner).map(String)),
    ]);
    state();
    const before = state();
    await import('${subpath}');
    console.log(state() === before);`;
  const { stdout, stderr } = await promisify(execFile)(
    'node',
    ['--input-type=module', '--no-warnings', '--eval', program],
    { cwd: root },
  );
  expect([stdout, stderr]).toEqual(['true\n', '']);
});

interface Link {
  /** The file that is meant, from the package's root. */
  path: string;
  anchor: string | undefined;
}

/** The relative links of a document. */
function linksIn(file: string): Link[] {
  return targetsIn(file)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor] = target.split('#') as [string, string?];
      return { path: path === '' ? file : normalize(join(file, '..', path)), anchor };
    });
}

/** What a document links to; code holds no links. */
function targetsIn(file: string): string[] {
  const text = read(file)
    .replace(/^```.*?^```/gms, '')
    .replace(/(?<!\[)`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

function deadLinks(file: string): string[] {
  return linksIn(file)
    .filter(
      ({ path, anchor }) => !files.has(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor)),
    )
    .map(({ path, anchor }) => `${file} → ${path}${anchor === undefined ? '' : `#${anchor}`}`);
}

/** The anchors of a document's headings, as GitHub and the registry make them. */
function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
