// The files of a pull: the pins in sources.json, and replacing several files so that all or none change.

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { apis, SOURCES, type VendorName } from '../openapi/apis.ts';
import { isObject } from '../openapi/document.ts';

/** Where a snapshot came from and what it is. */
export interface Pin {
  readonly url: string;
  readonly sha256: string;
  readonly etag?: string;
  /** The day on which these bytes were first pulled. */
  readonly pulledAt: string;
  /** Number of operations that can be called; webhooks are not counted. */
  readonly operations: number;
}

export type Pins = Partial<Record<VendorName, Pin>>;

interface Replacement {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of a file, or undefined when there is none. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function readPins(root: string): Promise<Pins> {
  const bytes = await readIfThere(join(root, SOURCES));
  if (!bytes) return {};
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Error(`${SOURCES} is not valid JSON; restore it from version control`, { cause });
  }
  if (!isObject(json)) throw new Error(`${SOURCES} is not a JSON object; restore it from version control`);
  const pins: Pins = {};
  for (const { vendor } of apis) {
    const pin = json[vendor];
    if (pin === undefined || isNew(pin)) continue;
    if (!isPin(pin))
      throw new Error(`${SOURCES} has a broken entry "${vendor}"; restore it from version control`);
    const { url, sha256, etag, pulledAt, operations } = pin;
    pins[vendor] = { url, sha256, ...(etag !== undefined && { etag }), pulledAt, operations };
  }
  return pins;
}

/** The text of sources.json: every API, in the order of the list, with the pin of its snapshot where there is one. */
export function formatPins(pins: Pins): Uint8Array {
  const entries = apis.map(({ vendor, name, title, version, basePath }) => {
    return [vendor, { name, title, version, basePath, ...pins[vendor] }] as const;
  });
  return new TextEncoder().encode(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

/**
 * Replaces files so that a reader sees each one old or new, never half: all are written beside their targets before the
 * first is renamed. A later rename that fails leaves the earlier ones; version control has what was there.
 */
export async function replaceFiles(replacements: readonly Replacement[]): Promise<void> {
  const staged = replacements.map((each) => ({ ...each, temporary: beside(each.path) }));
  try {
    for (const { path, bytes, temporary } of staged) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, bytes, { flag: 'wx', flush: true });
    }
    for (const { path, temporary } of staged) await rename(temporary, path);
  } finally {
    for (const { temporary } of staged) await rm(temporary, { force: true });
  }
}

/** In the same folder, because a rename is atomic only inside one file system. */
function beside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** An entry that says which API it is, and no more: nothing has been pulled yet. */
function isNew(value: unknown): boolean {
  return isObject(value) && 'name' in value && !('url' in value);
}

function isPin(value: unknown): value is Pin {
  return (
    isObject(value) &&
    typeof value.url === 'string' &&
    typeof value.sha256 === 'string' &&
    typeof value.pulledAt === 'string' &&
    typeof value.operations === 'number' &&
    (value.etag === undefined || typeof value.etag === 'string')
  );
}
