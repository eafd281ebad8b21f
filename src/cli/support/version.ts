// The version of the package that the command belongs to.
import { readFileSync } from 'node:fs';

/** Out of package.json, which lies above dist/ in the package. */
export function version(): string {
  for (const path of ['../package.json', '../../../package.json']) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<
        string,
        string
      >;
      if (manifest.name === 'altegio-sdk') return manifest.version!;
    } catch {
      // Looked for in the next place.
    }
  }
  return 'unknown';
}
