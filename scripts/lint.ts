// `npm run openapi:lint`: lints each contract by Redocly's rules; exit code 1 on a finding that the baseline does not explain.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, lint, lintConfig, loadConfig, type NormalizedProblem } from '@redocly/openapi-core';
import { refuse } from './command.ts';
import { ContractError, loadContract, writeContract } from './contract/contract.ts';
import { addressOf } from './contract/evidence/address.ts';
import { expiredRemovals } from './diff/removed.ts';
import { pathsLike } from './openapi/ambiguity.ts';
import { type ApiInfo, apis, type VendorName } from './openapi/apis.ts';
import { type OpenApi, pointerKeys } from './openapi/document.ts';
import { loadYaml, root } from './openapi/project.ts';

export interface Finding {
  rule: string;
  /** As in the evidence: `<operationId>#<pointer inside>`, else a JSON pointer; `path of <operationId>` for a path. */
  location: string;
  message: string;
}

interface BaselineEntry {
  rule: string;
  location: string;
  reason: string;
}

type Baseline = Partial<Record<VendorName, BaselineEntry[]>>;

/** Per API; one slip in a shared place gives thousands. */
const MOST_PROBLEMS = 30;

const baselineFile = 'openapi/lint-baseline.yaml';

/** Problems with an API's findings, one line each; none when the baseline explains exactly what was found. */
export function compareWithBaseline(findings: Finding[], baseline: BaselineEntry[]): string[] {
  const text = ({ rule, location }: Pick<Finding, 'rule' | 'location'>) => `${rule} at ${location}`;
  const found = findings.map(text);
  const accepted = baseline.map(text);
  return [
    ...findings
      .filter((finding) => !accepted.includes(text(finding)))
      .map((finding) => `${text(finding)}: ${finding.message}`),
    ...accepted
      .filter((entry) => !found.includes(entry))
      .map((entry) => `${entry}: stands in ${baselineFile} but was not found; remove it`),
    ...baseline
      .filter(({ reason }) => !reason?.trim())
      .map((entry) => `${text(entry)}: stands in ${baselineFile} without a reason`),
  ];
}

/** The rules of openapi/redocly.yaml; a misspelt one, which would never find anything, is an error. */
export async function loadRules(configPath = join(root, 'openapi/redocly.yaml')): Promise<Config> {
  const config = await loadConfig({ configPath });
  const problems = await lintConfig({ config, severity: 'error' });
  if (problems.length > 0) {
    throw new Error([`${configPath}:`, ...problems.map(({ message }) => `  ${message}`)].join('\n'));
  }
  return config;
}

type Written = Awaited<ReturnType<typeof writeContract>>;

/** What the rules find in a description that stands in a file. */
export async function findingsIn({ contract, file }: Written, config: Config): Promise<Finding[]> {
  const problems = await lint({ ref: file, config });
  return problems
    .filter((each) => !isAboutDifferentPaths(each, contract))
    .map(({ ruleId, message, location }) => ({
      rule: ruleId,
      location: addressOf(contract, location[0]?.pointer ?? '#/'),
      message,
    }));
}

/** The rule knows templates only, and not that an id is a number. */
function isAboutDifferentPaths({ ruleId, location }: NormalizedProblem, contract: OpenApi): boolean {
  if (ruleId !== 'no-ambiguous-paths') return false;
  const path = String(pointerKeys(location[0]?.pointer ?? '#/')[1]);
  return pathsLike(contract, path).length === 0;
}

/** What stands against a contract: findings that the baseline does not explain, and marks that have served. */
export interface Lint {
  problems: string[];
  /** How many findings the baseline accepts. */
  accepted: number;
}

/** Lints contracts one after another, by the rules and the baseline of this project. */
export async function createLinter(): Promise<(api: ApiInfo, contract: OpenApi) => Promise<Lint>> {
  const baseline = loadYaml<Baseline | null>(baselineFile) ?? {};
  const stray = Object.keys(baseline).filter((vendor) => !apis.some((api) => api.vendor === vendor));
  if (stray.length > 0) throw new Error(`${baselineFile} names unknown APIs: ${stray.join(', ')}`);
  const config = await loadRules();
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return async (api, contract) => {
    const accepted = baseline[api.vendor] ?? [];
    const found = await findingsIn(await writeContract(api, contract), config);
    const problems = [...compareWithBaseline(found, accepted), ...expiredRemovals(contract, version)];
    return { problems, accepted: accepted.length };
  };
}

/** Undefined, after a report, where there is none: the other APIs are linted all the same. */
async function contractOf(api: ApiInfo): Promise<OpenApi | undefined> {
  try {
    return await loadContract(api.name);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    refuse(error);
    return undefined;
  }
}

async function main(): Promise<void> {
  const lintContract = await createLinter();
  for (const api of apis) {
    const contract = await contractOf(api);
    if (contract === undefined) continue;
    const { problems, accepted } = await lintContract(api, contract);
    console.log(`${api.vendor}: ${problems.length} problems, ${accepted} findings in the baseline`);
    for (const problem of problems.slice(0, MOST_PROBLEMS)) console.log(`  ${problem}`);
    if (problems.length > MOST_PROBLEMS) {
      console.log(`  … and ${problems.length - MOST_PROBLEMS} more; the first ones tend to explain them`);
    }
    if (problems.length > 0) process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await main().catch(refuse);
