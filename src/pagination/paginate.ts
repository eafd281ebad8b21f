// What `.items()` and `.pages()` of a paged operation return.
import { notSent } from '../errors/call-error.ts';
import type { Operation } from '../operations/operation.ts';
import type { Context } from '../transport/call.ts';
import type { CallInput, Items, Page, PageOptions, Pages } from '../types.ts';
import { copyOf } from '../util/copy.ts';
import { collect, stoppable } from './iterable.ts';
import { deadlineOf, fetchPage, type Plan } from './page.ts';
import { read } from './read.ts';
import { foreign, markOf } from './resume.ts';
import type { Strategy } from './strategies.ts';

type PagedInput = CallInput & PageOptions;

/** What `.items()` of a paged operation returns. */
export function itemsOf(
  context: Context,
  operation: Operation,
  strategy: Strategy,
  input?: PagedInput,
): Items<unknown> {
  return itemsBy(planOf(context, operation, strategy, input));
}

/** What `.pages()` of a paged operation returns. */
export function pagesOf(
  context: Context,
  operation: Operation,
  strategy: Strategy,
  input?: PagedInput,
): Pages<unknown> {
  const plan = planOf(context, operation, strategy, input);
  return {
    [Symbol.asyncIterator]: () => stoppable((own) => read(plan, own)),
    toArray: itemsBy(plan).toArray,
    total: () => totalBy(plan),
  };
}

function itemsBy(plan: Plan): Items<unknown> {
  const items = (limit?: number) => stoppable((own) => itemsIn(read(plan, own, limit)));
  return {
    [Symbol.asyncIterator]: () => items(),
    toArray: (options) => collect(items, options, (problem) => notSent(plan.operation, problem)),
  };
}

async function* itemsIn(pages: AsyncIterable<Page<unknown>>): AsyncGenerator<unknown, void, undefined> {
  for await (const page of pages) {
    // Not `yield*`: an array cannot take a throw() of the caller's.
    for (const item of page.items) yield item;
  }
}

async function totalBy(plan: Plan): Promise<number | undefined> {
  const { paging, input } = plan;
  if (!paging.total) return undefined;
  const { deadlineAt } = deadlineOf(plan);
  const small = await fetchPage(plan, { page: 1, size: 1 }, input, deadlineAt);
  if (small.total !== 1 || small.items.length !== 1) return small.total;
  // One item on a page of one: a "total" that follows the page size is not a total.
  const { total, items } = await fetchPage(
    plan,
    paging.max === undefined ? { page: 1 } : { page: 1, size: paging.max },
    input,
    deadlineAt,
  );
  return total === 1 || total !== items.length ? total : undefined;
}

function planOf(context: Context, operation: Operation, strategy: Strategy, all: PagedInput = {}): Plan {
  const { from, size, concurrency = 3, key, ...rest } = all;
  // A copy: a change of the arguments while pages are read must not mix two lists.
  const input = copyOf(rest);
  const paging = operation.paging!;
  const given = (input[paging.in] ?? {}) as Record<string, unknown>;
  const start = from === undefined ? strategy.start(paging, given, size) : copyOf(from);
  const mark = markOf({ operation, paging, input });
  const problem =
    concurrency >= 1 && concurrency <= 10
      ? (strategy.problem(paging, start) ?? (from && foreign(start, mark)))
      : `concurrency must be 1 to 10, not ${concurrency}`;
  if (problem) throw notSent(operation, problem);
  return {
    context,
    operation,
    paging,
    strategy,
    input,
    start,
    concurrency,
    key: key === false ? undefined : (key ?? paging.key),
    mark,
  };
}
