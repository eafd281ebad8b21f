// What the repository's own documents and settings say, against what is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './consumer.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const filesIn = (folder: string) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const documentsIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const manifest = JSON.parse(read('package.json')) as {
  engines: { node: string };
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
  dependencies: Record<string, string>;
};

describe('the documents name', () => {
  const documents = [
    ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'openapi/README.md'],
    ...documentsIn('docs'),
  ];

  it('commands that exist', () => {
    const named = documents.flatMap((file) =>
      [...read(file).matchAll(/\bnpm run ([\w:-]*\w)/g)].map(([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('files that exist', () => {
    const named = documents
      .filter((file) => !file.startsWith('docs/operations/'))
      .flatMap((file) => pathsIn(read(file)).map((path) => `${file}: ${path}`));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((line) => !existsSync(join(root, line.split(': ')[1]!)))).toEqual([]);
  });

  it('every word that overlays add, in openapi/README.md', () => {
    const marks = read('scripts/openapi/document.ts').match(/(?<=')x-altegio-[\w-]+(?=')/g) ?? [];
    expect(marks.length).toBeGreaterThan(10);
    expect(marks.filter((mark) => !read('openapi/README.md').includes(`\`${mark}\``))).toEqual([]);
  });

  it('an overlay action that stands in an overlay, in CONTRIBUTING.md', () => {
    const [, example] = /```yaml\n(.*?)```/s.exec(read('CONTRIBUTING.md'))!;
    const [action] = parse(example!) as [object];
    const { actions } = parse(read('openapi/overlays/b2b-v1/20-behaviour.yaml')) as { actions: object[] };
    expect(actions).toContainEqual(action);
  });
});

describe('the settings', () => {
  it('run a contributor on the oldest supported version of Node', () => {
    expect(manifest.engines.node).toBe(`>=${read('.nvmrc').trim()}`);
  });

  it('pin every action of a workflow to a commit', () => {
    const used = filesIn('.github/workflows').flatMap((file) => read(file).match(/uses: .*/g) ?? []);
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/.test(line))).toEqual([]);
  });

  it('have owners for paths that exist', () => {
    const paths = [...read('.github/CODEOWNERS').matchAll(/^\/(\S+) +@/gm)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('update packages that are used', () => {
    const { packageRules } = JSON.parse(read('.github/renovate.json')) as {
      packageRules: { matchPackageNames?: string[] }[];
    };
    const used = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const names = packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
    const isUsed = (name: string) =>
      name.endsWith('/**') ? used.some((each) => each.startsWith(name.slice(0, -2))) : used.includes(name);
    expect(names.filter((name) => !isUsed(name) && name !== '@vitest/**')).toEqual([]);
  });

  it('ask for something in every issue form', () => {
    const forms = filesIn('.github/ISSUE_TEMPLATE').filter((file) => !file.endsWith('config.yml'));
    expect(forms.length).toBeGreaterThan(2);
    for (const file of forms) {
      const form = parse(read(file)) as {
        name: string;
        description: string;
        body: { type: string; id?: string }[];
      };
      expect([file, form.name, form.description]).toEqual([file, expect.any(String), expect.any(String)]);
      const ids = form.body.filter(({ type }) => type !== 'markdown').map(({ id }) => id);
      expect([file, ids]).toEqual([file, [...new Set(ids)]]);
      expect(ids.every((id) => /^\w+$/.test(id ?? ''))).toBe(true);
    }
  });

  it('hold changesets that say how large a change is', () => {
    const changesets = filesIn('.changeset').filter(
      (file) => file.endsWith('.md') && !file.endsWith('README.md'),
    );
    const isFit = (file: string) =>
      /^---\n(["'])altegio-sdk\1: (patch|minor|major)\n---\n\n\S/.test(read(file));
    expect(changesets.filter((file) => !isFit(file))).toEqual([]);
  });
});

/** Paths from the root, and bare names of tests, which stand beside the path before them. */
function pathsIn(text: string): string[] {
  let folder = '';
  const named = text.matchAll(
    /`((?:src|scripts|tests|openapi|\.github|\.ci)\/[\w./-]+\w|[\w.]+\.test\.ts)`/g,
  );
  return [...named].map(([, path]) => {
    const whole = path!.includes('/') ? path! : `${folder}/${path}`;
    folder = whole.slice(0, whole.lastIndexOf('/'));
    return whole;
  });
}
