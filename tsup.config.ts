// Builds the package: ESM and CJS with types for both, one entry per subpath.
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/v1.ts',
    'src/v2.ts',
    'src/booking.ts',
    'src/developers.ts',
    'src/codes.ts',
    'src/redis.ts',
  ],
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  dts: true,
  splitting: true,
  clean: true,
  treeshake: true,
});
