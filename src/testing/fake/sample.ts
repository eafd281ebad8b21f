// Responses out of the contract: its samples, in lists that end.

import type { ServedOperation } from '../apis.ts';
import type { Arguments } from '../call.ts';
import type { FakeContract, FakeOperation } from '../contract.ts';
import { jsonReply, type Reply } from '../exchange.ts';
import { pageOf } from '../pages.ts';
import type { Preference } from '../preference.ts';
import { refuse, usualMessage } from '../refusals.ts';

/** The sample of a status, or of the success. */
export function sampleReply(
  operation: ServedOperation,
  { responses = {} }: FakeOperation,
  { samples }: FakeContract,
  args: Arguments,
  { code, example }: Preference = {},
): Reply {
  const status = code ?? statusNaming(responses, example) ?? successOf(responses);
  const names = responses[status];
  if (!names) {
    if (/^[45]\d\d$/.test(status))
      return refuse(operation.api, { status: Number(status), message: usualMessage(Number(status)) });
    const message = `The contract has no response ${status} of ${operation.id}`;
    return refuse(operation.api, { status: 404, message });
  }
  if (!Array.isArray(names)) {
    return { status: Number(status), headers: { 'content-type': names.type }, body: documentOf(names.type) };
  }
  const name = names.find((each) => each === example) ?? names[0];
  if (name === undefined) return { status: Number(status), headers: {}, body: undefined };
  const sample = samples[name];
  const { paging } = operation;
  const isPage = paging && Number(status) < 400;
  const asked = (paging?.in === 'body' ? args.body : args.query) as Record<string, unknown> | undefined;
  return jsonReply(Number(status), isPage ? pageOf(paging, asked ?? {}, sample) : sample);
}

/** The status of the success, as the contract has it. */
export function successOf(responses: NonNullable<FakeOperation['responses']>): string {
  return Object.keys(responses).find((status) => status.startsWith('2')) ?? '200';
}

/** The body of the success, as the contract shows it: what the responses of the salon are shaped by. */
export function successSample({ responses = {} }: FakeOperation, { samples }: FakeContract): unknown {
  const names = responses[successOf(responses)];
  return Array.isArray(names) && names[0] !== undefined ? samples[names[0]] : undefined;
}

function statusNaming(
  responses: NonNullable<FakeOperation['responses']>,
  example: string | undefined,
): string | undefined {
  if (example === undefined) return undefined;
  return Object.entries(responses).find(([, names]) => Array.isArray(names) && names.includes(example))?.[0];
}

/** A document that says nothing, but begins as its kind does. */
function documentOf(type: string): string {
  return type.includes('pdf') ? '%PDF-1.4\n%%EOF\n' : 'sample';
}
