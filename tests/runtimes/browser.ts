// Chromium (Debian's package), driven by playwright-core, where both are there.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Report, salonOfJob } from './job.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

const driver = join(import.meta.dirname, 'node_modules/playwright-core/index.mjs');

export const isBrowserThere = executablePath !== undefined && existsSync(driver);

/** A suite's name, which says so where it has to be skipped. */
export function titledBrowser(name: string): string {
  return isBrowserThere
    ? name
    : `${name} (SKIPPED: it needs the package chromium, and playwright-core, which npm run test:runtimes installs)`;
}

interface Playwright {
  chromium: { launch(options: object): Promise<Browser> };
}

interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
  on(event: 'pageerror' | 'console', listener: (event: unknown) => void): void;
}

/** Opens a page with this script, over a salon in memory of the same origin, and resolves with `globalThis.report`. */
export async function runInBrowser(script: string): Promise<Report> {
  const salon = salonOfJob();
  const page = `<!doctype html><meta charset="utf-8"><script type="module" src="/script.js"></script>`;
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url!;
      if (!path.startsWith('/api/')) {
        const isScript = path === '/script.js';
        response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
        response.end(isScript ? script : page);
        return;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const stop = new AbortController();
      response.on('close', () => stop.abort());
      const reply = await salon.fetch(`https://api.alteg.io${path}`, {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
        signal: stop.signal,
      });
      response.writeHead(reply.status, Object.fromEntries(reply.headers));
      response.end(Buffer.from(await reply.arrayBuffer()));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { chromium } = (await import(driver)) as Playwright;
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    const errors: unknown[] = [];
    tab.on('pageerror', (error) => errors.push(error));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const report = (await tab.evaluate('globalThis.report')) as Report | undefined;
    if (!report) throw new Error(`The page has no report: ${errors.map(String).join('; ')}`);
    return report;
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
