// What one call allocates and keeps, measured in a process that collects no garbage meanwhile.
import { join } from 'node:path';
import { child, runNode } from './children.ts';

export type Allocations = Record<string, { allocated: number; kept: number }>;

export function measureAllocations(dist: string): Promise<Allocations> {
  const flags = ['--expose-gc', '--max-semi-space-size=512', '--min-semi-space-size=512'];
  return runNode([...flags, child('allocations.mjs'), join(dist, 'index.js'), join(dist, 'v1.js')]);
}
