// The quickstart as a user runs it: a process of its own, on the fake and against a server that stands for the API.
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { routeOf } from '../support/places.ts';

const root = join(import.meta.dirname, '../..');

interface Run {
  code: number | null;
  output: string;
  errors: string;
}

function quickstart(variables: Record<string, string> = {}): Promise<Run> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ALTEGIO_'));
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'examples/quickstart/quickstart.ts')],
    { env: { ...Object.fromEntries(inherited), ...variables }, timeout: 60_000 },
  );
  const run: Run = { code: null, output: '', errors: '' };
  child.stdout.on('data', (chunk) => {
    run.output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    run.errors += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...run, code })));
}

describe('without tokens', () => {
  it('shows lists, a write and an error, all on the fake', { timeout: 70_000 }, async () => {
    const { code, output, errors } = await quickstart();
    expect(errors).toBe('');
    expect(code).toBe(0);
    for (const line of [
      'a salon in memory: nothing leaves this machine',
      '430 of 430 clients',
      'page 3  9 visits   2023-01-04 back to 2022-08-04',
      '2235 appointments, 2025-10-01 to 2026-01-31',
      'Created (success: true)',
      'create_appointment failed with HTTP 422: Validation error',
      "error.fields['phone']     The phone number must have 8 to 15 digits.",
      'Set ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_LOCATION_ID',
    ]) {
      expect(output).toContain(line);
    }
    // The lists were read to their ends.
    expect(output).not.toContain('There are more');
    // The output is no terminal here.
    expect(output).not.toContain('\u001b');
    expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });
});

describe('with tokens', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function stub(bodyOf: (route: string) => object, status = 200) {
    const requests: { route: string; authorization: string | undefined }[] = [];
    server = createServer((incoming, outgoing) => {
      const route = `${incoming.method} ${incoming.url?.split('?')[0]}`;
      requests.push({ route, authorization: incoming.headers.authorization });
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(bodyOf(route)));
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const variables = {
      ALTEGIO_PARTNER_TOKEN: 'partner-token',
      ALTEGIO_USER_TOKEN: 'user-token',
      ALTEGIO_LOCATION_ID: '77',
      ALTEGIO_BASE_URL: `http://127.0.0.1:${port}/api`,
    };
    return { requests, variables };
  }

  it('only reads', { timeout: 70_000 }, async () => {
    const { requests, variables } = await stub((route) => {
      if (route.endsWith('/visits/search')) {
        const next = { from: null, to: null };
        return {
          success: true,
          data: { records: [], goods_transactions: [] },
          meta: { dateCursor: { next } },
        };
      }
      const isClients = route.endsWith('/clients/search');
      return {
        success: true,
        data: isClients ? [{ id: 5, name: 'Ada' }] : [],
        meta: { total_count: isClients ? 1 : 0 },
      };
    });
    const { code, output, errors } = await quickstart(variables);
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(new Set(requests.map(({ route }) => route))).toEqual(
      new Set(
        ['get_client_list', 'search_client_visits', 'get_appointment_list'].map((id) =>
          routeOf('v1', id, { location_id: 77 }),
        ),
      ),
    );
    expect(new Set(requests.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer partner-token, User user-token']),
    );
    expect(output).toContain('reads only');
    expect(output).toContain('1 of 1 clients');
    expect(output).toContain('Nothing was written.');
    expect(output).not.toMatch(/partner-token|user-token/);
  });

  it('says what went wrong and fails', { timeout: 70_000 }, async () => {
    const { variables } = await stub(
      () => ({ success: false, data: null, meta: { message: 'No rights' } }),
      403,
    );
    const { code, output, errors } = await quickstart(variables);
    expect(code).toBe(1);
    expect(errors).toContain('get_client_list failed with HTTP 403: No rights');
    expect(output + errors).not.toMatch(/partner-token|user-token/);
  });
});
