// Tests run in Node on loopback; nothing reaches the internet.
import { configDefaults, defineConfig } from 'vitest/config';

/** What needs a server or runtime of its own, or whole compilations by several compilers: `npm run test:all`. */
const longer = ['tests/package/declarations.test.ts', 'tests/redis/**', 'tests/runtimes/**'];

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
