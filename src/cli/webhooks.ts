// `altegio-sdk webhooks listen`: shows and checks what Altegio sends.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import type { ParsedWebhookEvent } from '../webhooks.ts';
import { exitCodes } from './support/failure.ts';
import { interruption, untilStopped } from './support/interruption.ts';
import { portOf, portProblem } from './support/port.ts';
import { jsonText, painter, type Terminal } from './support/terminal.ts';

interface Options {
  port: string;
  data?: boolean;
  json?: boolean;
}

export function addWebhooks(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('webhooks')
    .summary('listen to what Altegio sends')
    .description('Works with webhooks.')
    .command('listen')
    .summary('show and check incoming events')
    .description(
      'Starts a server on 127.0.0.1 that shows each incoming event on one line and checks it: its form, whether this version of the SDK knows it, and whether it came before. Senders must know the secret: that of ALTEGIO_WEBHOOK_SECRET, or a new one, shown at the start. Altegio reaches this machine through a tunnel of yours only.',
    )
    .option('--port <number>', 'port, 0 to 65535; 0 takes a free one', '4020')
    .option('--data', 'show the data of each event too')
    .option('--json', 'one line of JSON per event')
    .action(async (options: Options) => end(await listen(options, terminal)));
}

async function listen(options: Options, terminal: Terminal): Promise<number> {
  const { stdout, stderr, env } = terminal;
  const port = portOf(options.port);
  const { createWebhookHandler, isWebhookEvent } = await import('../webhooks.ts');
  const secret = env.ALTEGIO_WEBHOOK_SECRET || randomBytes(16).toString('hex');
  const paint = painter(stdout, env);
  const check = eventChecker(isWebhookEvent);
  const handler = createWebhookHandler({
    secret,
    // Repetitions are to be seen here, not left out.
    store: false,
    queue: (events) => {
      for (const event of events) {
        const notes = check(event);
        stdout.write(options.json ? jsonText({ event, notes }, true) : textOf(event, notes, options, paint));
      }
    },
    onError: (error) => void stderr.write(`${paint('red', 'refused:')} ${(error as Error).message}\n`),
  });
  const server = createServer((request, response) => void handler.node(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portProblem(error, port))).listen(port, '127.0.0.1', resolve);
  });
  const { signal, release } = interruption(terminal);
  const { port: own } = server.address() as AddressInfo;
  const shown = env.ALTEGIO_WEBHOOK_SECRET ? '<ALTEGIO_WEBHOOK_SECRET>' : secret;
  stderr.write(`Listening on http://127.0.0.1:${own}/?secret=${shown}   (Ctrl+C stops it)\n`);
  await untilStopped(signal);
  release();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return exitCodes.done;
}

/** So many events are remembered to recognise those that come again. */
const remembered = 1000;

/** Makes the function that says what is worth a look in an event. */
export function eventChecker(
  isKnown: (event: ParsedWebhookEvent) => boolean,
): (event: ParsedWebhookEvent) => string[] {
  const seen = new Set<string>();
  return (event) => {
    const { company_id: location, resource_id: id, data } = event;
    const text = JSON.stringify(event);
    const notes = [
      ...(isKnown(event)
        ? []
        : ['this version of the SDK does not know it: `onUnknown` of a handler gets it']),
      ...(Number.isSafeInteger(location) ? [] : ['it has no company_id']),
      ...(Number.isSafeInteger(id) ? [] : ['it has no resource_id']),
      ...(data === undefined ? ['it has no data: read the entity by its id'] : []),
      ...(seen.has(text) ? ['it came before: handlers must tolerate duplicates'] : []),
    ];
    if (seen.size === remembered) seen.delete(seen.values().next().value!);
    seen.add(text);
    return notes;
  };
}

function textOf(
  event: ParsedWebhookEvent,
  notes: readonly string[],
  { data }: Options,
  paint: ReturnType<typeof painter>,
): string {
  const { resource, status, resource_id: id, company_id: location } = event;
  const time = new Date().toTimeString().slice(0, 8);
  const lines = [
    `${paint('dim', time)}  ${paint('bold', String(resource))} ${status ?? '?'}  id ${id ?? '?'}  location ${location ?? '?'}`,
    ...notes.map((note) => `  ${paint('yellow', 'note:')} ${note}`),
    ...(data ? [JSON.stringify(event.data, undefined, 2)] : []),
  ];
  return `${lines.join('\n')}\n`;
}
