// Which breaks a changeset has announced: those may be there, until the programs follow with the release.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { booking } from '../../src/booking.ts';
import { developers } from '../../src/developers.ts';
import { indexTable } from '../../src/operations/table.ts';
import { v1 } from '../../src/v1.ts';
import { v2 } from '../../src/v2.ts';
import { root } from '../package/consumer.ts';

/** A part of a program that no longer compiles or runs. */
export interface Break {
  /** By its name: `v1.get_client`, `v1.get_client.items`, `GET /companies`, or what the package exports. */
  part: string;
  why: string;
}

/** What the changesets of the next release say is broken, by its name. */
export function announcedHere(): Set<string> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = join(root, '.changeset');
  const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(texts.flatMap((text) => announcedBy(text, version)));
}

/**
 * What one changeset says is broken: the names in a major one. Before 1.0.0 a break is a minor version (docs/regenerating.md),
 * so there it is the names in the section "Breaking" of a minor one, as `npm run openapi:diff -- --changeset` writes it.
 */
export function announcedBy(changeset: string, version: string): string[] {
  const [, bump, text = ''] = /^---\n.*: (\w+)\n---\n([\s\S]*)$/.exec(changeset) ?? [];
  const section = /^Breaking:\n\n((?:- .*\n?)+)/m.exec(text)?.[1] ?? '';
  const listed = bump === 'major' ? text : bump === 'minor' && version.startsWith('0.') ? section : '';
  return [...listed.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

/** Whether a break was announced: by its own name, or by that of the operation that it is about. */
export function isAnnounced({ part }: Break, announced: ReadonlySet<string>): boolean {
  const operation = /^\w+\.\w+/.exec(part)?.[0] ?? part;
  return [part, operation, ...operationsAt(part)].some((name) => announced.has(name));
}

/** The operations under a method and path, with the names of their APIs. */
function operationsAt(place: string): string[] {
  return [v1, v2, booking, developers].flatMap(({ name, operations }) => {
    const found = indexTable(operations()).byPath.get(place);
    return found ? [`${name}.${found.id}`] : [];
  });
}
