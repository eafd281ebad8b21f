// Operations that a new edition drops stay for one minor release, as methods that say so: an overlay marks them.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Report } from '../../src/diff/report.ts';
import { apis } from '../openapi/apis.ts';
import type { OpenApi, Removal } from '../openapi/document.ts';

type Removals = Record<string, Removal>;

/** The operations that a report has as gone, by API; `until` is the version that no longer has them. */
function removalsIn({ changes }: Report, until: string): Map<string, Removals> {
  const found = new Map<string, Removals>();
  for (const { api, operation, kind, from, side } of changes) {
    if (kind !== 'operation-removed' || side !== 'operation' || operation.startsWith('webhook ')) continue;
    found.set(api, { ...found.get(api), [operation]: { place: from!, until } });
  }
  return found;
}

/** Writes or extends openapi/overlays/<vendor>/92-removed.yaml below `root`; returns the files. */
export async function writeRemoved(root: string, report: Report, until: string): Promise<string[]> {
  const removals = removalsIn(report, until);
  const files = apis.flatMap(({ name, overlays }) => {
    const these = removals.get(name);
    return these ? [{ file: `${overlays}/92-removed.yaml`, these }] : [];
  });
  for (const { file, these } of files) {
    const present = await readFile(join(root, file), 'utf8').catch(() => undefined);
    await writeFile(join(root, file), overlayText(these, present));
  }
  return files.map(({ file }) => file);
}

/** The overlay; what the file has already stays, with what was added to it by hand. */
function overlayText(removals: Removals, present: string | undefined): string {
  const [action] = present === undefined ? [] : (parse(present).actions as { update: object }[]);
  const known = (action?.update as { 'x-altegio-removed'?: Removals } | undefined)?.['x-altegio-removed'];
  return stringify(
    {
      overlay: '1.0.0',
      info: { title: 'Operations that Altegio has taken out of its description', version: '1.0.0' },
      actions: [
        {
          target: '$',
          description: 'Code that calls one of them learns what became of it for one minor release.',
          update: { 'x-altegio-removed': { ...removals, ...known } },
        },
      ],
    },
    { lineWidth: 0 },
  );
}

/** The marks that have served: those of operations that this version no longer has. */
export function expiredRemovals({ 'x-altegio-removed': removed = {} }: OpenApi, version: string): string[] {
  return Object.entries(removed)
    .filter(([, { until }]) => !isBefore(version, until))
    .map(([id, { until }]) => `${id}: was to stay until ${until}; take it out of x-altegio-removed`);
}

function isBefore(version: string, until: string): boolean {
  const [one, other] = [version, until].map((text) => text.split(/[.-]/).map(Number));
  const index = [0, 1, 2].find((each) => one![each] !== other![each]);
  return index !== undefined && one![index]! < other![index]!;
}
