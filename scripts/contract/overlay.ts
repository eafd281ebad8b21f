// Applies an OpenAPI Overlay 1.0 document to a description, and fails where an action no longer fits.
// Overlay engines from npm silently pass over an action that no longer fits (redocly, openapi-format, bump-cli,
// openapi-overlays-js), so this one is ours; json-p3 reads the JSONPath. A test compares it with Redocly's.
import { isObject, type Json } from '../openapi/document.ts';
import { type Fault, whyItDoesNotFit, whyNothing } from './fitting.ts';
import { type Node, nodeFinder, reachesOperations, readOperationTarget } from './nodes.ts';
import { outgrown, type Removed } from './outgrown.ts';
import { type Overlay, type OverlayAction, OverlayError, type OverlayFile } from './overlay-document.ts';
import { faultText, type Problem } from './problem.ts';

/** Applies every action in order to a copy of the document; fails, with all of them, where some do not fit. */
export function applyOverlay<T extends object>(doc: T, overlay: Overlay, source: string): T {
  const { result, unfit } = apply(doc, overlay, () => undefined);
  if (unfit.length > 0) {
    throw new OverlayError(
      unfit.map(({ index, problem }) => `${source}, action ${index + 1}: ${faultText(problem)}`),
    );
  }
  return result;
}

/**
 * The same for an overlay that somebody keeps up to date: what the description has outgrown is a problem too. Goes on
 * past problems, because a pull of a new snapshot tends to break several actions of several overlays.
 */
export function tryOverlay<T extends object>(doc: T, { file, overlay, places }: OverlayFile): Applied<T> {
  const { result, unfit } = apply(doc, overlay, outgrown);
  const problems = unfit.map(({ index, problem: { along = [], ...problem } }) => ({
    file,
    place: places[index]!,
    ...problem,
    ...(along.length > 0 && { along: along.map((each) => places[each]!) }),
  }));
  return {
    result,
    problems,
    misfits: unfit.flatMap(({ index, hasNoEffect }) => (hasNoEffect ? [overlay.actions[index]!] : [])),
  };
}

interface Applied<T> {
  result: T;
  problems: Problem[];
  /** Those of the actions at fault that have nothing to act on; of the others the description says the same by now. */
  misfits: OverlayAction[];
}

interface Unfit {
  index: number;
  problem: Omit<Problem, 'file' | 'place' | 'along'> & Pick<Fault, 'along'>;
  /** Whether it has nothing to act on, rather than nothing to add. */
  hasNoEffect: boolean;
}

type Check = (nodes: Node[], action: OverlayAction, removed: Removed, doc: Json) => Fault | undefined;

function apply<T extends object>(doc: T, { actions }: Overlay, check: Check): { result: T; unfit: Unfit[] } {
  const result = structuredClone(doc);
  const finder = nodeFinder(result as Json);
  const removed: Removed = new WeakMap();
  const unfit: Unfit[] = [];
  for (const [index, action] of actions.entries()) {
    const nodes = finder.find(action.target);
    const misfit = nodes.length === 0 ? whyNothing(finder, action) : whyItDoesNotFit(nodes, action);
    const known = nodes.length > 0 ? check(nodes, action, removed, result as Json) : undefined;
    const fault = known ?? misfit;
    if (fault) {
      const subject = readOperationTarget(action.target)?.operationId ?? action.target;
      const problem = { subject, ...fault, reason: action.description.trim() };
      unfit.push({ index, problem, hasNoEffect: misfit !== undefined && known === undefined });
      continue;
    }
    for (const node of nodes) {
      if (action.remove) remove(node, { removed, index, isOnly: nodes.length === 1 });
      else update(node.value as Json, action.update);
    }
    if (reachesOperations(action.target)) finder.forget();
  }
  return { result, unfit };
}

interface Removal {
  removed: Removed;
  /** Which action it is, and whether it removes nothing else. */
  index: number;
  isOnly: boolean;
}

function remove({ parent, key, value }: Node, { removed, index, isOnly }: Removal): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (parent) {
    delete parent[key];
    removed.set(parent, { ...removed.get(parent), [key]: { value, index, isOnly } });
  }
}

/** Merges into an object, or appends to a list. */
function update(value: Json | unknown[], addition: unknown): void {
  if (Array.isArray(value)) {
    value.push(structuredClone(addition));
    return;
  }
  for (const [key, entry] of Object.entries(addition as Json)) {
    const old = value[key];
    if (isObject(old) && isObject(entry)) update(old, entry);
    else value[key] = structuredClone(entry);
  }
}
