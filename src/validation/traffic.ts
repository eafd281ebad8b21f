// Writes calls down, for tools that compare recorded traffic with a contract.
import { AltegioConfigError } from '../errors/errors.ts';
import { redactor, redactValue, secretsIn } from '../errors/redact.ts';
import type { ApiName } from '../request/base-url.ts';
import type { BodyEvent, Hooks } from '../transport/hooks.ts';
import { type Check, firstProblem, mustBe, oneOf, upTo } from '../util/check.ts';
import { bodyOf, parsed } from './body.ts';
import { apiNames, validatorsOf } from './validators.ts';

/** Options of {@link createTrafficLog}. */
export interface TrafficLogOptions {
  /** The API whose calls are written: a tool compares with one contract at a time. */
  api: ApiName;
  /** Takes one line of JSON, which ends with a line feed. What it throws is ignored. */
  write: (line: string) => unknown;
  /** The share of calls that is written, from 0 to 1. Default 1. */
  sample?: number | undefined;
  /** Another source of chance, for tests: a number from 0, below 1. */
  random?: (() => number) | undefined;
}

const isFunction = mustBe('a function', (value) => typeof value === 'function');

const checks: Record<string, Check> = {
  api: oneOf(...apiNames),
  write: isFunction,
  sample: upTo(1),
  random: isFunction,
};

/**
 * Makes hooks that write each exchange of one API as a line of JSON (NDJSON): URL, status, and both bodies. `redocly drift`
 * reads it. Tokens, passwords, codes and hashes are hidden; **names, telephone numbers and everything else that the API
 * returns is not**: keep the file as you keep your data. Calls without a body of JSON in the contract are left out.
 *
 * @param options the API, where to write, and the share of calls
 * @returns hooks for a client
 * @throws AltegioConfigError for an option that is missing, unknown or out of range
 * @example
 * import { createWriteStream } from 'node:fs';
 * import { createTrafficLog } from 'altegio-sdk/validation';
 *
 * const file = createWriteStream('v1.ndjson', { flags: 'a', mode: 0o600 });
 * const log = createTrafficLog({ api: 'v1', write: (line) => file.write(line), sample: 0.1 });
 * const altegio = createAltegio({ partnerToken: 'partner', hooks: log.hooks });
 */
export function createTrafficLog(options: TrafficLogOptions): { hooks: Hooks } {
  const absent = ['api', 'write'].find((name) => options?.[name as 'api'] === undefined);
  const problem = absent
    ? `${absent} is missing`
    : firstProblem(
        checks,
        options,
        (name) => `"${name}" is not an option (${Object.keys(checks).join(', ')})`,
      );
  if (problem) throw new AltegioConfigError(`The traffic log was not made: ${problem}.`);
  const { api, write, sample = 1, random = Math.random } = options;
  return {
    hooks: {
      onBody(event) {
        const { operationId, method, path, url } = event;
        if (operationId === undefined || random() >= sample) return undefined;
        if (validatorsOf(operationId, `${method} ${path}`, url)?.api !== api) return undefined;
        return write(`${JSON.stringify(exchangeOf(event))}\n`);
      },
    },
  };
}

/** An exchange as tools for traffic take it. Which tokens were sent stays untold; that some were does not. */
function exchangeOf({ url, method, status, contentType, ...event }: BodyEvent): object {
  const sent = typeof event.sent === 'string' ? parsed(event.sent) : undefined;
  const received = bodyOf({ contentType, received: event.received });
  const hide = redactor(secretsIn(sent, received));
  const json = { 'content-type': 'application/json' };
  return {
    timestamp: new Date().toISOString(),
    request: {
      method,
      url: hide(url),
      headers: { authorization: 'Bearer [redacted]', ...(sent !== undefined && json) },
      body: redactValue(sent, hide),
    },
    response: {
      status,
      headers: contentType === null ? {} : { 'content-type': contentType },
      body: redactValue(received, hide),
    },
  };
}
