// What operations were called, and where they stood, in earlier editions: marks of the operations of today.
import type { OpenApi, Operation } from '../../openapi/document.ts';
import type { Former } from '../../openapi/history.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget } from '../target.ts';

type Marks = Pick<Operation, 'x-altegio-earlier' | 'x-altegio-earlier-names'>;

/** `history` has the former places and names of operations by the operationId of today. */
export function historyActions(doc: OpenApi, history: Record<string, readonly Former[]>): OverlayAction[] {
  return eachOperation(doc).flatMap(({ path, method, operation }) => {
    const former = history[operation.operationId] ?? [];
    const now = `${method.toUpperCase()} ${path}`;
    const earlier = former.map((each) => `${each.method} ${each.path}`).filter((each) => each !== now);
    const names = former.map((each) => each.operationId).filter((each) => each !== operation.operationId);
    const update = {
      ...(earlier.length > 0 && { 'x-altegio-earlier': [...new Set(earlier)] }),
      ...(names.length > 0 && { 'x-altegio-earlier-names': [...new Set(names)] }),
    };
    const isNew = Object.entries(update).some(
      ([mark, list]) => String(operation[mark as keyof Marks]) !== String(list),
    );
    if (!isNew) return [];
    const description =
      'Earlier editions had it under other paths or another operationId, which go on working.';
    return [{ target: operationTarget(operation), description, update }];
  });
}
