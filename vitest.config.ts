// Tests run in Node on loopback; nothing reaches the internet.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The type tests compile whole programs; the rest is small.
    maxWorkers: 2,
  },
});
