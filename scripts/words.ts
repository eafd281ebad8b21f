// Part of `npm run lint`: one word per thing. Reports where our texts and our code leave the glossary of docs/architecture.md.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from './command.ts';
import { root } from './openapi/project.ts';

/** What is not written here, and what a reader expects in its place. */
export const words: readonly (readonly [pattern: RegExp, better: string])[] = [
  [/\banswer(s|ed|ing)?\b/i, 'response; respond, return'],
  [/\bdoors?\b/i, 'way to call'],
  [/\b(goes|go|went|going) again\b/i, 'is retried'],
  [/\bsurely\b/i, 'certainly'],
  [/\bfor ever\b/i, 'forever, indefinitely'],
  [/\bin silence\b/i, 'silently'],
  [/\bsaid\b/i, 'stated, reported, documented'],
  [/\btold\b(?! apart)/i, 'notified, reported, given'],
  [/\bframed?\b/i, 'envelope'],
  [/\bstyled\b/i, 'isJsonApi'],
  [/\bquietly\b/i, 'swallow'],
  [/\bno measure\b/i, 'say what is measured, and why it decays'],
  [/\bbecome of\b/i, 'outcome'],
  [/\bown touch\b/i, 'post-process'],
  [/\bthe source (says|ends at)\b/i, 'state the fact itself; how it was found belongs in the reason'],
];

/** Files of ours that hold words: code, documents, and the overlays, whose texts reach hovers. */
const rooms = ['src', 'scripts', 'tests', 'examples', 'docs', 'openapi/overlays', 'openapi/evidence', '.'];

/** Generated files carry the vendor's texts; ours reach them from the rooms above. */
const generated = ['docs/operations/', 'docs/corrections.md', 'CHANGELOG.md'];

/** Files about the words themselves. */
const quoting = [
  'scripts/words.ts',
  'scripts/emit/docs/wording.ts',
  'tests/generator/words.test.ts',
  'tests/generator/emit/wording.test.ts',
  // Descriptions of another edition, in their own words.
  'tests/edition/fixtures/',
];

interface Finding {
  line: number;
  found: string;
  better: string;
}

/** Where a text, or a name in it, uses a word that has a better one. */
export function findWords(text: string): Finding[] {
  const parted = text.replace(/([a-z])(?=[A-Z])|_/g, '$1 ');
  return parted.split('\n').flatMap((line, index) =>
    words.flatMap(([pattern, better]) => {
      const found = pattern.exec(line)?.[0];
      return found === undefined ? [] : [{ line: index + 1, found, better }];
    }),
  );
}

async function filesOf(root: string, room: string): Promise<string[]> {
  const entries = await readdir(join(root, room), { recursive: room !== '.', withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|mjs|cjs|lua|md|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter(
      (path) =>
        !path.includes('node_modules') && ![...generated, ...quoting].some((each) => path.startsWith(each)),
    );
}

async function main(): Promise<void> {
  const files = (await Promise.all(rooms.map((room) => filesOf(root, room)))).flat().sort();
  const lines: string[] = [];
  for (const path of files) {
    for (const { line, found, better } of findWords(await readFile(join(root, path), 'utf8'))) {
      lines.push(`${path}:${line} "${found}": ${better}`);
    }
  }
  if (lines.length > 0) throw new Error(lines.join('\n'));
}

if (process.argv[1] === import.meta.filename) await main().catch(refuse);
