// The methods by operationId.
import { notSent } from '../errors/call-error.ts';
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
  if (operation.removed) return Object.assign(plain, { items: gone(operation), pages: gone(operation) });
  if (!paging) return plain;
  const strategy = strategies?.[paging.style] ?? numbered;
  return Object.assign(plain, {
    items: (input?: CallInput & PageOptions) => itemsOf(context, operation, strategy, input),
    pages: (input?: CallInput & PageOptions) => pagesOf(context, operation, strategy, input),
  });
}

/** It may have had pages. */
function gone(operation: Operation) {
  return () => {
    throw notSent(operation, operation.removed!);
  };
}

function plainMethod(context: Context, operation: Operation) {
  return (input?: CallInput) => call(context, operation, input);
}
