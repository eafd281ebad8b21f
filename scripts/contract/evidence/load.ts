// Reads openapi/evidence: what the vendor's examples showed, and the ledger of the entries that no script settles.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VendorName } from '../../openapi/apis.ts';
import { root } from '../../openapi/project.ts';
import { readYaml } from '../yaml-file.ts';
import type { Evidence, Settled } from './evidence.ts';

const folder = join(root, 'openapi/evidence');

/** Every entry about an API; none where no example differs. */
export async function loadEvidence(vendor: VendorName): Promise<Evidence[]> {
  return readList<Evidence>(`${vendor}.yaml`);
}

export async function loadLedger(): Promise<Settled[]> {
  return readList<Settled>('ledger.yaml');
}

/** The entries that are left to the script. */
export async function loadOpenEvidence(vendor: VendorName): Promise<Evidence[]> {
  const settled = (await loadLedger()).filter(({ api }) => api === vendor);
  const entries = await loadEvidence(vendor);
  return entries.filter(({ at, kind }) => !settled.some((line) => line.at === at && line.kind === kind));
}

async function readList<T>(name: string): Promise<(T & Pick<Evidence, 'place'>)[]> {
  const text = await readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const { value, place } = readYaml(text, `openapi/evidence/${name}`);
  return ((value ?? []) as T[]).map((entry, index) => ({ ...entry, place: place([index]) }));
}
