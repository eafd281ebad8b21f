// Faults that a test orders: the next calls of an operation fail in this way.
import { AltegioConfigError } from '../../errors/errors.ts';
import { type Check, firstProblem, isRecord, mustBe, oneOf } from '../../util/check.ts';
import type { ServedOperation } from '../apis.ts';
import { jsonType, type Reply, type Silence } from '../exchange.ts';
import { bookingRefusal, refuse, usualMessage } from '../refusals.ts';

/** Whether the change of a write is made although no success is reported: the unknown outcome. Default false. */
interface Applied {
  applied?: boolean;
}

/** What goes wrong. */
export type Fault =
  /** A refusal with this HTTP status; `retryAfter` in seconds. */
  | ({ status: number; retryAfter?: number; message?: string } & Applied)
  /** A refused booking with this code in its body: 433 is a taken time. HTTP 422, or 403 for 434. */
  | { code: number }
  /** The connection is closed before a response. */
  | ({ reset: true } & Applied)
  /** No response ever comes, until the caller gives up or the server is closed. */
  | ({ timeout: true } & Applied)
  /** A page of HTML, as proxies send; default status 502. */
  | ({ html: true; status?: number } & Applied)
  /** The usual response, later. */
  | { slowMs: number };

/** Orders for operations, and what is left of them. */
export interface Faults {
  order(operation: string, fault: Fault, times?: number): void;
  /** The fault of this call, which counts as one of its times. */
  next(operation: ServedOperation): Fault | undefined;
  clear(): void;
}

const status = mustBe(
  'a whole number from 200 to 599',
  (value) => Number.isInteger(value) && value >= 200 && value <= 599,
);
const seconds = mustBe('a number of seconds, 0 or more', (value) => Number.isFinite(value) && value >= 0);
const message = mustBe('a text', (value) => typeof value === 'string');
const applied = oneOf(true, false);

/** The kinds of faults, each with what it may say. */
const kinds: Record<string, Record<string, Check>> = {
  status: { status, retryAfter: seconds, message, applied },
  code: { code: mustBe('a whole number above 0', (value) => Number.isInteger(value) && value > 0) },
  reset: { reset: oneOf(true), applied },
  timeout: { timeout: oneOf(true), applied },
  html: { html: oneOf(true), status, applied },
  slowMs: { slowMs: mustBe('milliseconds, 0 or more', (value) => Number.isFinite(value) && value >= 0) },
};

/** What is wrong with a fault: it is of exactly one kind, though a page of HTML may have a status too. */
function problemOf(fault: unknown): string | undefined {
  const names = isRecord(fault) ? Object.keys(kinds).filter((name) => fault[name] !== undefined) : [];
  const [kind, ...more] = names.includes('html') ? names.filter((name) => name !== 'status') : names;
  if (kind === undefined || more.length > 0)
    return `a fault is one of { ${Object.keys(kinds).join(' }, { ')} }`;
  return firstProblem(kinds[kind]!, fault as object, (name) => `a fault with ${kind} has no ${name}`);
}

/** `operations` are what may be named: by operationId, with the API in front where two have the same. */
export function createFaults(operations: readonly ServedOperation[]): Faults {
  const ordered = new Map<string, { fault: Fault; times: number }[]>();
  return {
    order(name, fault, times = 1) {
      const key = name === '*' ? '*' : keyOf(operations, name);
      const problem = problemOf(fault);
      if (problem) throw new AltegioConfigError(`fail: ${problem}.`);
      if (!(times === Infinity || (Number.isInteger(times) && times > 0)))
        throw new AltegioConfigError(`fail: times must be a whole number above 0, not ${times}.`);
      ordered.set(key, [...(ordered.get(key) ?? []), { fault: { ...fault }, times }]);
    },
    next({ api, id }) {
      for (const key of [`${api}.${id}`, '*']) {
        const list = ordered.get(key);
        const first = list?.[0];
        if (!list || !first) continue;
        first.times--;
        if (first.times === 0) list.shift();
        return first.fault;
      }
      return undefined;
    },
    clear: () => ordered.clear(),
  };
}

function keyOf(operations: readonly ServedOperation[], name: string): string {
  const found = operations.filter(({ api, id }) => id === name || `${api}.${id}` === name);
  if (found.length === 1) return `${found[0]!.api}.${found[0]!.id}`;
  if (found.length > 1) {
    const names = found.map(({ api, id }) => `"${api}.${id}"`);
    throw new AltegioConfigError(`fail: several APIs have ${name}: say ${names.join(' or ')}.`);
  }
  throw new AltegioConfigError(`fail: there is no operation ${JSON.stringify(name)} in the contract.`);
}

/** Milliseconds by which a fault delays the usual response; 0 for every other fault. */
export function delayOf(fault: Fault): number {
  return 'slowMs' in fault ? fault.slowMs : 0;
}

/** Whether the operation is carried out before it fails. */
export function isApplied(fault: Fault): boolean {
  return 'slowMs' in fault || ('applied' in fault && fault.applied === true);
}

/** What is sent in place of the usual response; `undefined` where that comes, if later. */
export function failed(fault: Fault, { api }: ServedOperation): Reply | Silence | undefined {
  if ('slowMs' in fault) return undefined;
  if ('reset' in fault) return 'reset';
  if ('timeout' in fault) return 'hang';
  if ('code' in fault) return refuse(api, bookingRefusal(fault.code));
  if ('html' in fault) {
    const { status = 502 } = fault;
    const body = `<html><head><title>${status} ${usualMessage(status)}</title></head><body></body></html>`;
    return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
  }
  const { status, retryAfter, message = usualMessage(status) } = fault;
  if (status < 400) return { status, headers: { 'content-type': jsonType }, body: 'null' };
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return refuse(api, { status, message, headers });
}
