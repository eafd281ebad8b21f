// For this folder only: `altegio-sdk` is a link to the repository here, and the bundler looks at nothing outside of its root.
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export default { outputFileTracingRoot: root, turbopack: { root } };
