// Where commands run for their screens: a salon with a fixed seed and clock, an empty folder, and no terminal.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/program.ts';
import { createFakeAltegio } from '../../src/testing.ts';
import { sampleWebhookEvent } from '../../src/webhooks.ts';

export interface Stage {
  /** Runs `npx altegio-sdk …`; returns what it printed, without what differs from run to run. */
  run(words: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** Where the documents say that the mock listens. */
const shownUrl = 'http://127.0.0.1:4010/api';

/** What happens while a command that waits for others is shown. */
const visits: Record<string, (url: string) => Promise<unknown>> = {
  async mock(url) {
    const headers = { authorization: 'Bearer any, User any', accept: '*/*' };
    await fetch(`${url}/v1/clients/123?page=1`, { headers });
    await fetch(`${url}/v1/client/123/0`, { headers });
  },
  async webhooks(url) {
    const to = url.replace('<ALTEGIO_WEBHOOK_SECRET>', 'shown');
    const event = sampleWebhookEvent('record', { status: 'create', resource_id: 7, company_id: 123 });
    const events = [
      event,
      event,
      { resource: 'planet', status: 'create', resource_id: 1, company_id: 123, data: {} },
    ];
    await fetch(to, { method: 'POST', body: JSON.stringify(events) });
    await fetch(to.replace(/secret=.*/, 'secret=wrong'), { method: 'POST', body: JSON.stringify(event) });
  },
};

export async function createStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'altegio-sdk-screens-'));
  const fake = createFakeAltegio({ clock: () => Date.UTC(2026, 8, 14, 9), clients: 450 });
  const server = await fake.listen();
  const env = {
    HOME: folder,
    ALTEGIO_PARTNER_TOKEN: 'any',
    ALTEGIO_USER_TOKEN: 'any',
    ALTEGIO_BASE_URL: server.url,
    ALTEGIO_WEBHOOK_SECRET: 'shown',
  };
  return {
    async run([program, command, ...rest]) {
      if (program !== 'npx' || command !== 'altegio-sdk')
        throw new Error(
          `docs/cli.md may show only \`npx altegio-sdk\` commands, not \`${program} ${command}\`.`,
        );
      // Files go into the folder, and servers take a free port.
      const words = rest.map((word) => (/^[\w-]+\.(ndjson|state)$/.test(word) ? join(folder, word) : word));
      const visit = visits[words[0]!];
      const isServer = visit !== undefined && !words.includes('--help');
      const stop = new AbortController();
      const output = collector();
      const ended = run([...words, ...(isServer ? ['--port', '0'] : [])], {
        stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
        stdout: output.stream,
        stderr: output.stream,
        env,
        stop: stop.signal,
      });
      if (isServer) {
        try {
          // A command that refuses its options ends without listening.
          const url = await Promise.race([output.url, ended]);
          if (typeof url === 'string') await visit(url);
        } finally {
          stop.abort();
        }
      }
      await ended;
      return settled(output.text().replaceAll(`${folder}/`, '').replaceAll(server.url, shownUrl));
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function collector() {
  let text = '';
  let found: (url: string) => void;
  const url = new Promise<string>((resolve) => {
    found = resolve;
  });
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      const [here] = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(text) ?? [];
      if (here) found(here);
      done();
    },
  });
  return { stream, url, text: () => text };
}

/** Versions, ports and times as they might be; the rights of a sample user change with the samples. */
function settled(text: string): string {
  return text
    .replace(/Node \d+\.\d+\.\d+/, 'Node 24.1.0')
    .replace(/127\.0\.0\.1:\d+\/api/g, '127.0.0.1:4010/api')
    .replace(/127\.0\.0\.1:\d+\/\?/g, '127.0.0.1:4020/?')
    .replace(/\d+ ms/g, '3 ms')
    .replace(/(?<=rights: .*)\b\d+\/(\d+)/g, '$1/$1')
    .replace(/^\d\d:\d\d:\d\d/gm, '12:00:00')
    .replace(/, \d+ s(?=,|$)/gm, ', 1 s')
    .replace(/ +$/gm, '');
}
