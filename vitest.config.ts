// Tests run in Node on loopback; nothing reaches the internet.
import { configDefaults, defineConfig } from 'vitest/config';

/** What needs a server or runtime of its own or several compilers, or goes through every operation once more: `npm run test:all`. */
const longer = [
  'tests/budgets/**',
  'tests/cli/{all,diff,diff.used,drift,mock}.test.ts',
  'tests/compat/**',
  'tests/contract/{believable,mock,pages,plain-prism}.test.ts',
  'tests/edition/{v3.project,validation.examples}.test.ts',
  'tests/edition/regenerate.test.ts',
  'tests/examples/**',
  'tests/faults/{fuzz,no-doubles,soak}.test.ts',
  'tests/generator/contract/{contract,corrections,evidence,moved-paths,odd-schemas}.test.ts',
  'tests/generator/contract/{request-values,required,second-engine,seen}.test.ts',
  'tests/generator/{diff,diff.second-engine,emit/codes,emit/order,pull/command}.test.ts',
  'tests/generator/robots/{regenerate,release}.test.ts',
  'tests/package/{contents,contract,declarations,managers,once,package,readme,tarball,validation}.test.ts',
  'tests/redis/**',
  'tests/runtimes/**',
  'tests/testing/**',
  'tests/types/captures.test.ts',
];

export default defineConfig(({ mode }) => ({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'all' ? [] : longer)],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The type tests compile whole programs; the rest is small.
    maxWorkers: 2,
  },
}));
