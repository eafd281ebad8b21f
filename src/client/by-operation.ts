// The methods by operationId.
import type { Operation } from '../operations/operation.ts';
import { itemsOf, pagesOf } from '../pagination/paginate.ts';
import { numbered, type Strategies } from '../pagination/strategies.ts';
import { type Context, call } from '../transport/call.ts';
import type { CallInput, PageOptions } from '../types.ts';

/** The method of an operation, with `.items` and `.pages` where it is paged. */
export function method(context: Context, operation: Operation, strategies?: Strategies): unknown {
  // On its own, so that it keeps hold of nothing else: each client has hundreds.
  const plain = plainMethod(context, operation);
  const { paging } = operation;
  if (!paging) return plain;
  const strategy = strategies?.[paging.style] ?? numbered;
  return Object.assign(plain, {
    items: (input?: CallInput & PageOptions) => itemsOf(context, operation, strategy, input),
    pages: (input?: CallInput & PageOptions) => pagesOf(context, operation, strategy, input),
  });
}

function plainMethod(context: Context, operation: Operation) {
  return (input?: CallInput) => call(context, operation, input);
}
