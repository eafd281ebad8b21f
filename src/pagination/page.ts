// One page of a list: requested, received, and parsed.
import { failed } from '../errors/call-error.ts';
import { AltegioDecodeError } from '../errors/errors.ts';
import type { Operation, Paging } from '../operations/operation.ts';
import { type Context, finish, prepare, unwrap } from '../transport/call.ts';
import type { Call } from '../transport/prepared-call.ts';
import type { ReceivedResponse } from '../transport/response.ts';
import type { CallInput, Cursor } from '../types.ts';
import { keyOf } from './keys.ts';
import { at, number, type Strategy, withParameters } from './strategies.ts';

/** A paged read whose options have been checked. */
export interface Plan {
  context: Context;
  operation: Operation;
  paging: Paging;
  strategy: Strategy;
  /** The arguments without the paging options. */
  input: CallInput;
  start: Cursor;
  concurrency: number;
  key: string | undefined;
  /** Marks the cursors of this list. */
  mark: string;
}

/** One page, parsed. */
export interface FetchedPage {
  call: Call;
  body: unknown;
  items: unknown[];
  /** Keys of the items, in their order; `undefined` for an item without one. */
  keys: unknown[];
  total: number | undefined;
  reportedSize: number | undefined;
  response: { status: number; headers: Headers };
}

/** The deadline of a plan: all of its requests share it. */
export function deadlineOf({ context, input }: Plan) {
  const { clock } = context.wire;
  const deadlineMs = input.deadlineMs ?? context.defaults.deadlineMs ?? 0;
  const deadlineAt = deadlineMs > 0 ? clock.now() + deadlineMs : undefined;
  return { deadlineMs, deadlineAt, isOver: () => deadlineAt !== undefined && clock.now() >= deadlineAt };
}

export async function fetchPage(
  plan: Plan,
  cursor: Cursor,
  input: CallInput,
  deadlineAt?: number,
): Promise<FetchedPage> {
  const { context, operation, paging, strategy } = plan;
  const call = prepare(
    context,
    operation,
    withParameters(paging, input, strategy.parameters(paging, cursor)),
  );
  // The deadline is that of the whole read, not of this page.
  if (deadlineAt !== undefined) call.deadlineAt = deadlineAt;
  return finish(context, call, (response) => parsed(call, plan, response));
}

/** What a response holds of the list. */
function parsed(call: Call, { paging, key }: Plan, response: ReceivedResponse): FetchedPage {
  const { status, headers } = response;
  const body = unwrap(call, response);
  const items: unknown[] = [];
  const keys: FetchedPage['keys'] = [];
  const several = paging.items.length > 1;
  for (const path of paging.items) {
    for (const item of listAt(call, status, body, path)) {
      items.push(item);
      const id = keyOf(item, key);
      // Several lists in one response have ids of their own.
      keys.push(id !== undefined && several ? `${path.join('.')} ${id}` : id);
    }
  }
  return {
    call,
    body,
    items,
    keys,
    // Some lists report a total although their description names none.
    total: number(at(body, paging.total ?? ['meta', 'total_count'])),
    // v2 reports the size that it used.
    reportedSize: number(at(body, ['meta', 'pagination', 'limit'])),
    response: { status, headers },
  };
}

function listAt(call: Call, status: number, body: unknown, path: readonly string[]): unknown[] {
  const list = at(body, path);
  if (Array.isArray(list)) return list;
  // An empty list may come as an empty object; anything else must not pass for "no data".
  if (typeof list === 'object' && list !== null && Object.keys(list).length === 0) return [];
  const what = `got a response without a list at ${path.join('.')}: the page cannot be read`;
  throw failed(AltegioDecodeError, call, what, { status, outcome: 'unknown' });
}
