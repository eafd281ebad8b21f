// The unit tests of the room whose code is mutated: a room's own tests have to notice a fault in it.
import { defineConfig } from 'vitest/config';

const room = process.env.MUTATED_ROOM ?? '*';

export default defineConfig({
  test: {
    include: [`tests/unit/${room}/**/*.test.ts`],
    // Thousands of random inputs for each change of the code would take days.
    exclude: ['**/*.properties.test.ts'],
    // One process loads the code once; a process for each test file and mutant would take four times as long.
    isolate: false,
    // What a mutant lets hang ends here, in a failed test, and not with the process.
    testTimeout: 10_000,
  },
});
