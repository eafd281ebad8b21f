// What a call adds to a bundle: minified, gzipped bytes.
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { bench, root } from '../lib/folders.ts';
import { promises, without } from '../lib/parts.ts';
import { atMost, type SuiteResult, type Table } from '../lib/results.ts';

const options = `{ partnerToken: 'partner', userToken: 'user' }`;

/** Programs that use this package, as a user writes them. */
export const ours: Record<string, string> = {
  'altegio-sdk, one v2 call by operation': `import { createClient } from 'altegio-sdk'; import { v2 } from 'altegio-sdk/v2';
    console.log(await createClient(v2, ${options}).get_service({ path: { location_id: 1, service_id: 2 } }));`,
  'altegio-sdk, one v2 call by path': `import { createClient } from 'altegio-sdk'; import { v2 } from 'altegio-sdk/v2';
    console.log(await createClient(v2, ${options}).http.GET('/locations/{location_id}/services/{service_id}', { params: { path: { location_id: 1, service_id: 2 } } }));`,
  'altegio-sdk, one v1 call by operation': `import { createClient } from 'altegio-sdk'; import { v1 } from 'altegio-sdk/v1';
    console.log(await createClient(v1, ${options}).get_client({ path: { location_id: 1, id: 2 } }));`,
  'altegio-sdk, all four APIs': `import { createAltegio } from 'altegio-sdk';
    console.log(await createAltegio(${options}).v1.get_client({ path: { location_id: 1, id: 2 } }));`,
};

const peers: Record<string, string> = {
  ky: `import ky from 'ky'; console.log(await ky.get('https://example.com/a').json());`,
  '@notionhq/client': `import { Client } from '@notionhq/client'; console.log(await new Client({ auth: 'a' }).users.me({}));`,
  '@octokit/rest': `import { Octokit } from '@octokit/rest'; console.log(await new Octokit().rest.users.getByUsername({ username: 'a' }));`,
  stripe: `import Stripe from 'stripe'; console.log(await new Stripe('a').customers.retrieve('b'));`,
  openai: `import OpenAI from 'openai'; console.log(await new OpenAI({ apiKey: 'a' }).models.list());`,
};

const reference: Record<string, string> = {
  'openapi-fetch': `import createClient from 'openapi-fetch'; console.log(await createClient({ baseUrl: 'https://example.com' }).GET('/a'));`,
};

/** Minified and gzipped bytes of a program with everything that it needs. */
export async function bundledSize(
  program: string,
  plugins: Plugin[] = [],
): Promise<{ minified: number; gzip: number }> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: bench },
    alias: { 'altegio-sdk': `${root}/src/index.ts`, ...aliases },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    logLevel: 'error',
    plugins,
  });
  const [file] = outputFiles;
  return { minified: file!.contents.length, gzip: gzipSync(file!.contents, { level: 9 }).length };
}

const aliases = Object.fromEntries(
  ['v1', 'v2', 'booking', 'developers', 'webhooks', 'validation'].map((name) => [
    `altegio-sdk/${name}`,
    `${root}/src/${name}.ts`,
  ]),
);

export async function run(withPeers: boolean): Promise<SuiteResult> {
  const sizes: Record<string, { minified: number; gzip: number }> = {};
  for (const [name, program] of Object.entries({ ...ours, ...reference, ...(withPeers ? peers : {}) })) {
    sizes[name] = await bundledSize(program);
  }
  const base = sizes['openapi-fetch']!.gzip;
  return {
    tables: [
      {
        suite: 'bundle',
        title: 'Bundle of one call',
        machineIndependent: true,
        columns: ['gzip bytes', 'minified bytes', 'gzip over openapi-fetch'],
        rows: Object.entries(sizes).map(([name, { minified, gzip }]) => ({
          name,
          cells: [gzip, minified, gzip / base],
        })),
        notes: [],
      },
      await weights(sizes['altegio-sdk, one v2 call by operation']!),
    ],
    targets: [
      atMost(
        'bundle of one v2 call, gzip kB',
        sizes['altegio-sdk, one v2 call by operation']!.gzip / 1000,
        20,
        ' kB',
      ),
      atMost('bundle of the whole SDK, gzip kB', sizes['altegio-sdk, all four APIs']!.gzip / 1000, 26, ' kB'),
    ],
  };
}

/** What the bundle of one call would save by each promise that it did not keep. */
async function weights(whole: { minified: number; gzip: number }): Promise<Table> {
  const rows: Table['rows'] = [];
  for (const [name, files] of Object.entries(promises)) {
    const rest = await bundledSize(ours['altegio-sdk, one v2 call by operation']!, [without(files)]);
    rows.push({ name, cells: [whole.gzip - rest.gzip, whole.minified - rest.minified] });
  }
  return {
    suite: 'bundle',
    title: 'What the bundle of one v2 call is made of',
    machineIndependent: true,
    columns: ['gzip bytes', 'minified bytes'],
    rows,
    notes: [
      'The size with all of it less the size without that part. A part takes along what only it uses, so the rows overlap.',
    ],
  };
}
