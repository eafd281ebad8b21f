// Compares sampled bodies with the contract, one after the other, when their calls are done.
import { AltegioConfigError } from '../errors/errors.ts';
import type { BodyEvent, Hooks } from '../transport/hooks.ts';
import { type Check, firstProblem, mustBe, upTo } from '../util/check.ts';
import { swallow } from '../util/swallow.ts';
import { bodyOf, parsed } from './body.ts';
import { check, checkResponse, type Difference } from './check.ts';
import type { DriftReport, Finding } from './finding.ts';
import { toMarkdown } from './markdown.ts';
import { createTable } from './table.ts';
import { validatorsOf } from './validators.ts';

/** Options of {@link createContractWatch}. */
export interface ContractWatchOptions {
  /** The share of responses that is checked, from 0 to 1. Default 0.01: one in a hundred. */
  sample?: number | undefined;
  /** Whether to check the JSON bodies of requests too, of the same calls; for development. Default `false`. */
  requests?: boolean | undefined;
  /** Whether to report fields that the contract does not know. Default `false`: the API sends many, and they break nothing. */
  undeclared?: boolean | undefined;
  /** Whether to report codes that this version has no name for. Default `false`: not all lists of codes are known to be complete. */
  codes?: boolean | undefined;
  /** The largest body that is checked, in bytes; larger ones are skipped. Default 5,000,000. */
  maxBytes?: number | undefined;
  /** Called with each finding as it is made. What it throws is ignored. */
  onFinding?: ((finding: Finding) => void) | undefined;
  /** Another source of chance, for tests: a number from 0, below 1. */
  random?: (() => number) | undefined;
}

/** What {@link createContractWatch} makes. */
export interface ContractWatch {
  /** The hooks of a client: `createAltegio({ hooks: watch.hooks })`, or `[watch.hooks, …]` beside your own. */
  hooks: Hooks;
  /** What was found so far, as a table in Markdown or as an object that JSON can hold. */
  reportDrift(options?: { format?: 'markdown' }): string;
  reportDrift(options: { format: 'json' }): DriftReport;
  /** Resolves when everything that was sampled is checked: for tests, the end of a job, or `waitUntil` of a Worker. */
  settled(): Promise<void>;
}

/** Bodies that wait; more are skipped, since they would be kept in memory. */
const longestQueue = 20;

const isFunction = mustBe('a function', (value) => typeof value === 'function');
const isBoolean = mustBe('true or false', (value) => typeof value === 'boolean');

const checks: Record<string, Check> = {
  sample: upTo(1),
  requests: isBoolean,
  undeclared: isBoolean,
  codes: isBoolean,
  maxBytes: mustBe('1 or more', (value) => value >= 1),
  onFinding: isFunction,
  random: isFunction,
};

/**
 * Compares sampled responses, and requests, with the contract that this version of the SDK is made from, and adds up where
 * they differ: operation, JSON pointer, expected, and the type that came, never the value. It neither fails nor delays a
 * call: a body is parsed and checked after the call has it, in a turn of its own, by validators that were compiled when the
 * package was built (no `eval`) and are loaded operation by operation.
 *
 * @param options the share to check, and what to report
 * @returns hooks for any number of clients, and the report
 * @throws AltegioConfigError for an option that is unknown or out of range
 * @example
 * import { createContractWatch } from 'altegio-sdk/validation';
 *
 * const watch = createContractWatch({ sample: 0.05 });
 * const altegio = createAltegio({ partnerToken: 'partner', hooks: watch.hooks });
 * setInterval(() => console.log(watch.reportDrift()), 24 * 3_600_000);
 */
export function createContractWatch(options: ContractWatchOptions = {}): ContractWatch {
  const problem = firstProblem(
    checks,
    options,
    (name) => `"${name}" is not an option (${Object.keys(checks).join(', ')})`,
  );
  if (problem) throw new AltegioConfigError(`The contract watch was not made: ${problem}.`);
  const { sample = 0.01, requests = false, undeclared, codes, maxBytes = 5_000_000 } = options;
  const { onFinding, random = Math.random } = options;
  const table = createTable();
  let last = Promise.resolve();
  let waiting = 0;

  /** Compares what was sampled of one call. */
  async function checkBodies(event: BodyEvent, operationId: string): Promise<void> {
    const { method, path, url, status, sent, received } = event;
    const found = validatorsOf(operationId, `${method} ${path}`, url);
    if (!found) return table.skip();
    const validators = await found.load();
    const note = (direction: Finding['direction'], differences: Difference[] | undefined) => {
      if (!differences) return table.skip();
      const subject = { api: found.api, operationId, direction };
      const findings = differences.map((each) => ({ ...subject, ...each }));
      table.add(subject, findings);
      for (const finding of findings) swallow(() => onFinding?.(finding));
    };
    if (requests && validators.request && typeof sent === 'string') {
      const body = sent.length > maxBytes ? undefined : parsed(sent);
      note(
        'request',
        body === undefined ? undefined : check(validators.request, body, { undeclared, codes }),
      );
    }
    if (!isSuccess(status) || !received?.length) return;
    const body = bodyOf(event);
    note(
      'response',
      body === undefined ? undefined : checkResponse(validators, status, body, { undeclared, codes }),
    );
  }

  function onBody(event: BodyEvent): void {
    const { operationId, status, received } = event;
    // What failures look like is the business of the errors.
    if (operationId === undefined || !(requests || isSuccess(status)) || random() >= sample) return;
    if (waiting >= longestQueue || (received?.length ?? 0) > maxBytes) {
      table.skip();
      return;
    }
    waiting++;
    const checked = last.then(nextTurn).then(() => checkBodies(event, operationId));
    last = checked.catch(() => table.fail()).finally(() => waiting--);
  }

  function reportDrift(given?: { format?: 'markdown' }): string;
  function reportDrift(given: { format: 'json' }): DriftReport;
  function reportDrift({ format = 'markdown' }: { format?: 'markdown' | 'json' } = {}): string | DriftReport {
    const report = table.report();
    return format === 'json' ? report : toMarkdown(report);
  }

  return { hooks: { onBody }, reportDrift, settled: () => last };
}

/** After everything that the program does with the response at once. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
