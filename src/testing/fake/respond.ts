// The way of a request through the fake: found, written down, failed as ordered, admitted, checked, carried out.
import type { ServedOperation } from '../apis.ts';
import type { Handlers, Success } from '../call.ts';
import { contractOf } from '../contract.ts';
import { type Incoming, jsonReply, type Reply, type Respond } from '../exchange.ts';
import type { WriteEntry } from '../journal.ts';
import { preferenceOf } from '../preference.ts';
import { refuse, usualMessage } from '../refusals.ts';
import type { Found } from '../router.ts';
import { refuseUnknown } from '../unknown.ts';
import { delayOf, type Faults, failed, isApplied } from './faults.ts';
import { readRequest } from './request.ts';
import { sampleReply, successOf, successSample } from './sample.ts';

/** The parts of a fake that a request meets. */
export interface Parts {
  route(method: string, pathname: string): Found;
  journal: { write: WriteEntry };
  faults: Faults;
  /** Seconds that a request comes too early. */
  admit(): number;
  now(): number;
  /** What can be done with the salon. */
  handlers(): Handlers;
  /** The tokens that are taken; any where none is given. */
  tokens: { partner: string | undefined; user: string | undefined };
}

/** The function that responds to requests from these parts. */
export function responder(parts: Parts): Respond {
  return async (incoming) => {
    const found = parts.route(incoming.method, incoming.pathname);
    if (found.is !== 'operation') return unknown(found, incoming, parts);
    const { operation } = found;
    const contract = contractOf(operation.api);
    const described = contract.operations[operation.id]!;
    const args = readRequest(incoming, { ...found, schemas: contract.schemas }, described);
    const { path, query, shownBody: body } = args;
    parts.journal.write({ ...placeOf(operation, incoming, parts), params: path, query, body }, incoming);
    const fault = parts.faults.next(operation);
    if (fault) await delay(delayOf(fault));
    const isDone = !fault || isApplied(fault);
    const usual = isDone ? carryOut(operation, incoming, args, parts) : undefined;
    return (fault && failed(fault, operation)) ?? usual!;
  };
}

function carryOut(
  operation: ServedOperation,
  incoming: Incoming,
  args: ReturnType<typeof readRequest>,
  { admit, handlers, tokens }: Parts,
): Reply {
  const { api } = operation;
  const seconds = admit();
  if (seconds > 0) {
    const message = `${usualMessage(429)}: try again in ${seconds} seconds`;
    return refuse(api, { status: 429, message, headers: { 'retry-after': String(seconds) } });
  }
  if (!isAuthorized(operation, incoming.header('authorization') ?? '', tokens))
    return refuse(api, { status: 401, message: usualMessage(401) });
  // As the API does, without saying what is missing.
  if (api === 'v2' && !/json|\*\/\*/.test(incoming.header('accept') ?? ''))
    return refuse(api, { status: 400, message: 'The header Accept must be application/vnd.api.v2+json' });
  const contract = contractOf(api);
  const described = contract.operations[operation.id]!;
  if (args.findings.length > 0) {
    const { responses = {} } = described;
    const status = !responses['422'] && responses['400'] ? 400 : 422;
    return refuse(api, { status, message: 'The description refuses this request', findings: args.findings });
  }
  const preference = preferenceOf(incoming.header('prefer'));
  const isPreferred = preference.code !== undefined || preference.example !== undefined;
  const handler = described.does && !isPreferred ? handlers()[described.does] : undefined;
  if (!handler) return sampleReply(operation, described, contract, args, preference);
  const result = handler({ ...args, operation, sample: successSample(described, contract) });
  if ('message' in result) return refuse(api, result);
  return success(result, Number(successOf(described.responses ?? {})), described.responses);
}

function success(
  { status, data, meta = [], body }: Success,
  usual: number,
  responses: Record<string, unknown> = {},
): Reply {
  const names = responses[String(status ?? usual)];
  const isEmpty = Array.isArray(names) && names.length === 0 && body === undefined && data === undefined;
  if (isEmpty || status === 204) return { status: status ?? usual, headers: {}, body: undefined };
  return jsonReply(status ?? usual, body ?? { success: true, data, meta });
}

const partnerIn = /\bBearer\s+([^\s,]+)/i;
const userIn = /\bUser\s+([^\s,]+)/i;

/** `Bearer <partner>, User <user>`: without a token that is needed, and with another than was given, nobody gets in. */
function isAuthorized(
  { security }: ServedOperation,
  authorization: string,
  { partner, user }: Parts['tokens'],
): boolean {
  if (security === 'none') return true;
  const isRight = (sent: RegExp, known: string | undefined) => {
    const token = sent.exec(authorization)?.[1];
    return token !== undefined && (known === undefined || token === known);
  };
  return isRight(partnerIn, partner) && (security !== 'user' || isRight(userIn, user));
}

function placeOf({ api, id, path }: ServedOperation, { method }: Incoming, { now }: Parts) {
  return { at: now(), method, path, api, operationId: id };
}

/** Responds to requests that match no operation of the contract. */
function unknown(found: Exclude<Found, { is: 'operation' }>, incoming: Incoming, parts: Parts): Reply {
  const { method, pathname } = incoming;
  const place = { at: parts.now(), method, path: pathname, api: undefined, operationId: undefined };
  parts.journal.write({ ...place, params: {}, query: {}, body: undefined }, incoming);
  return refuseUnknown(found, incoming);
}

function delay(ms: number): Promise<void> | undefined {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
}
