// `openapi:lint`: builds each contract, bundles it and lints it; exit 1 on a finding that the baseline does not explain.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { refuse } from './command.ts';
import { ContractError, writeContract } from './contract/contract.ts';
import { type ApiName, apis, type VendorName } from './openapi/apis.ts';

export interface Finding {
  rule: string;
  /** JSON pointer in the contract. */
  location: string;
  message: string;
}

export interface BaselineEntry {
  rule: string;
  location: string;
  reason: string;
}

/** Per API; one slip in a shared place gives thousands. */
const MOST_PROBLEMS = 30;

type Baseline = Partial<Record<VendorName, BaselineEntry[]>>;

const root = resolve(import.meta.dirname, '..');
const config = 'openapi/redocly.yaml';
// A rule with a misspelt name would be passed over in silence.
const strict = ['--lint-config', 'error'];
const baselineFile = 'openapi/lint-baseline.yaml';
// The package exports no paths but its manifest.
const cli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js');

/** Problems with an API's findings, one line each; none when the baseline explains exactly what was found. */
export function compareWithBaseline(findings: Finding[], baseline: BaselineEntry[]): string[] {
  const same = (a: Pick<Finding, 'rule' | 'location'>, b: Pick<Finding, 'rule' | 'location'>) =>
    a.rule === b.rule && a.location === b.location;
  const text = ({ rule, location }: Pick<Finding, 'rule' | 'location'>) => `${rule} at ${location}`;
  return [
    ...findings
      .filter((finding) => !baseline.some((entry) => same(entry, finding)))
      .map((finding) => `${text(finding)}: ${finding.message}`),
    ...baseline
      .filter((entry) => !findings.some((finding) => same(entry, finding)))
      .map((entry) => `${text(entry)}: stands in ${baselineFile} but was not found; remove it`),
    ...baseline
      .filter((entry) => !entry.reason?.trim())
      .map((entry) => `${text(entry)}: stands in ${baselineFile} without a reason`),
  ];
}

async function findingsIn(file: string): Promise<Finding[]> {
  const { stdout, stderr } = await redocly([
    'lint',
    file,
    '--format',
    'json',
    '--max-problems',
    '10000',
    ...strict,
  ]);
  if (!stdout.trimStart().startsWith('{')) throw new Error(`redocly lint ${file} gave no report:\n${stderr}`);
  const report = JSON.parse(stdout) as {
    problems: { ruleId: string; message: string; location: { pointer?: string }[] }[];
  };
  return report.problems.map(({ ruleId, message, location }) => ({
    rule: ruleId,
    location: location[0]?.pointer ?? '#/',
    message,
  }));
}

async function bundle(file: string): Promise<void> {
  const { code, stderr } = await redocly([
    'bundle',
    file,
    '--output',
    file.replace('.yaml', '.bundled.yaml'),
  ]);
  if (code !== 0) throw new Error(`redocly bundle ${file} failed:\n${stderr}`);
}

async function redocly(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 };
  try {
    const done = await promisify(execFile)(process.execPath, [cli, ...args, '--config', config], options);
    return { code: 0, ...done };
  } catch (error) {
    // A lint with findings ends with 1; whether that is a failure is for the caller to say.
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return { code: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}

/** Undefined, and said, where there is none: the other APIs are looked at all the same. */
async function contractFile(name: ApiName): Promise<string | undefined> {
  try {
    return await writeContract(name);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    refuse(error);
    return undefined;
  }
}

async function main(): Promise<void> {
  const baseline = (parse(await readFile(join(root, baselineFile), 'utf8')) ?? {}) as Baseline;
  const stray = Object.keys(baseline).filter((vendor) => !apis.some((api) => api.vendor === vendor));
  if (stray.length > 0) throw new Error(`${baselineFile} names unknown APIs: ${stray.join(', ')}`);
  let failed = false;
  for (const api of apis) {
    const file = await contractFile(api.name);
    failed ||= file === undefined;
    if (file === undefined) continue;
    await bundle(file);
    const findings = await findingsIn(file);
    const accepted = baseline[api.vendor] ?? [];
    const problems = compareWithBaseline(findings, accepted);
    console.log(`${api.vendor}: ${problems.length} problems, ${accepted.length} findings in the baseline`);
    for (const problem of problems.slice(0, MOST_PROBLEMS)) console.log(`  ${problem}`);
    if (problems.length > MOST_PROBLEMS) {
      console.log(`  … and ${problems.length - MOST_PROBLEMS} more; the first ones tend to explain them`);
    }
    failed ||= problems.length > 0;
  }
  if (failed) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main().catch(refuse);
