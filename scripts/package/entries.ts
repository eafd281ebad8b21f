// What can be imported from the package, and run: one line each, and one for each API. The build, package.json and the tests
// follow it.
import { apis } from '../openapi/apis.ts';

/** One line of the list. */
export type Entry =
  /** `import … from 'altegio-sdk/<name>'`, out of src/<name>.ts. `index` is the package's root. */
  | { is: 'module'; name: string }
  /** `npx altegio-sdk`, out of src/<name>/main.ts, which begins with `#!/usr/bin/env node`. */
  | { is: 'command'; name: string }
  /** Files that are shipped as they are: `altegio-sdk/<name>`, which is their path in the package too; `*` stands for the same in both. */
  | { is: 'data'; name: string; from: string };

export const entries: readonly Entry[] = [
  { is: 'module', name: 'index' },
  ...apis.map(({ name }): Entry => ({ is: 'module', name })),
  { is: 'module', name: 'codes' },
  { is: 'module', name: 'redis' },
  { is: 'module', name: 'testing' },
  { is: 'command', name: 'cli' },
  { is: 'data', name: 'contract/*.json', from: 'generated/*.mock.json' },
  { is: 'module', name: 'webhooks' },
  { is: 'module', name: 'recipes' },
  { is: 'module', name: 'opentelemetry' },
  { is: 'module', name: 'validation' },
];

/** The names of one kind, in the order of the list. */
export function namesOf(kind: Entry['is']): string[] {
  return entries.filter(({ is }) => is === kind).map(({ name }) => name);
}
