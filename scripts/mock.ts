// `npm run mock`: a server on this machine for every described operation of all four APIs.
import { parseArgs } from 'node:util';
import { type MockOptions, startMock } from '../src/testing.ts';

export { type Mock, type MockOptions, startMock } from '../src/testing.ts';

const usage = `npm run mock [-- options]
  --port <n>      port on 127.0.0.1 (default 4010; 0 takes a free one)
  --dynamic       values made up per request, in place of the description's examples
  --seed <text>   the same made-up values every time
  --no-errors     respond even when a request or a response breaks the description
  --verbose       Prism's own log`;

function readOptions(args: string[]): MockOptions | undefined {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      port: { type: 'string', default: '4010' },
      dynamic: { type: 'boolean', default: false },
      seed: { type: 'string' },
      errors: { type: 'boolean', default: true },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port must be 0 to 65535, not ${values.port}`);
  }
  const { dynamic, seed, errors, verbose } = values;
  return { port, dynamic, seed, errors, verbose };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(usage);
    return;
  }
  const mock = await startMock(options);
  const stop = () => void mock.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`Mock of ${mock.operations} operations on ${mock.url}   (Ctrl+C stops it)

  createAltegio({ partnerToken: 'any', userToken: 'any', baseUrl: '${mock.url}' })

  One response of your choice, by a header of the call:
    headers: { prefer: 'code=422' }       the response with that status
    headers: { prefer: 'dynamic=true' }   made-up values
    headers: { prefer: 'example=name' }   that example of the description`);
}

if (process.argv[1] === import.meta.filename) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : `${error}`);
    process.exitCode = 1;
  });
}
