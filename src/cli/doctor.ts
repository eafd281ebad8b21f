// `altegio-sdk doctor`: what keeps calls from working here, and what to do about it.
import type { Command } from 'commander';
import { productionBase, vendorMockOf } from '../request/base-url.ts';
import { type Finding, note, ok, problem, skipped } from './checks/finding.ts';
import { checkDns, checkNode, checkProxy, checkReach, checkTls } from './checks/network.ts';
import { checkTokens } from './checks/tokens.ts';
import { exitCodes } from './support/failure.ts';
import {
  type ConnectionOptions,
  connect,
  findSettings,
  missingToken,
  type Settings,
  withConnection,
} from './support/settings.ts';
import { jsonText, painter, print, type Style, type Terminal } from './support/terminal.ts';

interface Options extends ConnectionOptions {
  location?: string;
  json?: boolean;
}

export function addDoctor(program: Command, terminal: Terminal, end: (code: number) => void): void {
  const command = program
    .command('doctor')
    .summary('check Node, the network, the tokens and what they may do')
    .description(
      'Checks Node, DNS, TLS, the clock, whether the API responds, both tokens, the rights of the user and the limit, with a cure for each problem. It reads only, and never prints a token. Exit code 1: something keeps calls from working.',
    )
    .option('--location <id>', 'read the rights in this location (default: the first of the user)');
  withConnection(command)
    .option('--json', 'the findings as one line of JSON')
    .action(async (options: Options) => end(await doctor(options, terminal)));
}

async function doctor(options: Options, terminal: Terminal): Promise<number> {
  const { stdout, env } = terminal;
  const paint = painter(stdout, env);
  const findings: Finding[] = [];
  const tell = async (...found: (Finding | undefined)[]) => {
    for (const finding of found) {
      if (!finding) continue;
      findings.push(finding);
      if (!options.json) await print(stdout, `${linesOf(finding, paint).join('\n')}\n`);
    }
  };
  await tell(checkNode(), checkProxy(env));
  const settings = await findSettings(options, terminal);
  await tell(settingsFinding(settings));
  await checkServer(settings, options, tell);
  const problems = findings.filter(({ status }) => status === 'problem').length;
  if (options.json) await print(stdout, jsonText({ ok: problems === 0, findings }, true));
  else
    await print(
      stdout,
      `\n${problems === 0 ? 'Nothing keeps calls from working.' : `Problems: ${problems}.`}\n`,
    );
  return problems === 0 ? exitCodes.done : exitCodes.failed;
}

async function checkServer(
  settings: Settings,
  { location }: Options,
  tell: (...found: (Finding | undefined)[]) => Promise<void>,
): Promise<void> {
  const base = baseOf(settings);
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (!url) {
    return tell(
      problem('base url', `${base} is not a URL.`, 'Correct ALTEGIO_BASE_URL, --base-url or the profile.'),
    );
  }
  const dns = await checkDns(url);
  await tell(dns);
  if (dns.status === 'problem') return tell(skipped('tls, reach, tokens', 'need the address of the server'));
  const tls = await checkTls(url);
  await tell(tls);
  if (tls.status === 'problem')
    return tell(skipped('reach, tokens', 'need a connection that can be trusted'));
  const { findings, headers } = await checkReach(base);
  await tell(...findings);
  if (!headers) return tell(skipped('tokens', 'need a server that responds'));
  if (settings.partnerToken === undefined) return tell(skipped('tokens', 'there are none to be checked'));
  // One attempt each: what is wrong should show, not be waited out.
  const altegio = connect(settings, { retry: 0, timeoutMs: 15_000 });
  const tokens = await checkTokens(altegio, settings, location);
  await tell(...tokens.findings, limitOf(tokens.isLimited, tokens.headers ?? headers));
}

function baseOf({ baseUrl = 'production' }: Settings): string {
  if (baseUrl === 'production') return productionBase;
  return baseUrl === 'vendor-mock' ? vendorMockOf('v1') : baseUrl;
}

function settingsFinding(settings: Settings): Finding {
  const { from, partnerToken, userToken, baseUrl } = settings;
  if (partnerToken === undefined) {
    const { text, cure } = missingToken(settings);
    return problem('settings', text, cure);
  }
  const tokens = userToken === undefined ? 'partner token' : 'partner and user token';
  return ok('settings', `${tokens} from ${from}${baseUrl ? `, server ${baseUrl}` : ''}`);
}

/** The API is not known to tell what is left; where a response does, that is shown. */
function limitOf(isLimited: boolean, headers: Headers): Finding {
  const shown = [...headers]
    .filter(([name]) => /ratelimit/i.test(name))
    .map(([name, value]) => `${name} ${value}`);
  if (isLimited) {
    const wait = headers.get('retry-after');
    return problem(
      'limit',
      `This address has used it up (HTTP 429${wait ? `, for ${wait} s` : ''}).`,
      'Wait a minute; other programs behind the same address share it. Processes share one limiter by altegio-sdk/redis.',
    );
  }
  if (shown.length > 0) return ok('limit', shown.join(', '));
  return note(
    'limit',
    'not used up; the API does not tell how much is left of 5 per second and 200 per minute',
  );
}

const marks: Record<Finding['status'], [mark: string, style: Style]> = {
  ok: ['ok', 'green'],
  note: ['note', 'yellow'],
  problem: ['PROBLEM', 'red'],
  skipped: ['skipped', 'dim'],
};

const width = Math.max(...Object.values(marks).map(([mark]) => mark.length));

function linesOf({ check, status, text, cure }: Finding, paint: ReturnType<typeof painter>): string[] {
  const [mark, style] = marks[status];
  const lines = [`${paint(style, mark.padEnd(width))}  ${paint('bold', check)}: ${text}`];
  return cure ? [...lines, `${' '.repeat(width)}  → ${cure}`] : lines;
}
