// contract/sources.json: which edition each contract of the package was made of, and by which hash it is known.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apis } from '../openapi/apis.ts';
import type { Pin } from '../pull/files.ts';

/** One line of the file. */
export interface ContractSource {
  /** The file beside it. */
  file: string;
  /** SHA-256 of that file, in hexadecimal. */
  sha256: string;
  /** Number of operations. */
  operations: number;
  /** The day on which the description was taken from the vendor. */
  edition: string;
  /** That description, as published. */
  description: { url: string; sha256: string };
}

/** Writes `contract/sources.json` beside the contracts below `to`, from the pins below `root`. */
export function writeSources(root: string, to: string): void {
  const pulled = JSON.parse(readFileSync(join(root, 'openapi/sources.json'), 'utf8')) as Record<string, Pin>;
  const sources = apis.map(({ name, vendor }): [string, ContractSource] => {
    const file = `${name}.json`;
    const text = readFileSync(join(to, 'contract', file), 'utf8');
    const { url, sha256, pulledAt } = pulled[vendor]!;
    const operations = text.match(/"operationId":/g)?.length ?? 0;
    return [name, { file, sha256: hash(text), operations, edition: pulledAt, description: { url, sha256 } }];
  });
  writeFileSync(
    join(to, 'contract/sources.json'),
    `${JSON.stringify(Object.fromEntries(sources), null, 2)}\n`,
  );
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
