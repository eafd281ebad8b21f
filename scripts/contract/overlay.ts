// Applies an OpenAPI Overlay 1.0 document to a description, and fails where an action no longer fits.
// Overlay engines from npm silently pass over an action that no longer fits (redocly, openapi-format, bump-cli,
// openapi-overlays-js), so this one is ours; json-p3 reads the JSONPath. A test compares it with Redocly's.
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type OpenApi } from '../openapi/document.ts';
import { eachOperation } from '../openapi/operations.ts';
import { type Node, type NodeFinder, nodeFinder, reachesOperations, readOperationTarget } from './nodes.ts';
import { type Overlay, type OverlayAction, OverlayError, type OverlayFile } from './overlay-document.ts';

/** Applies every action in order to a copy of the document; fails, with all of them, where some do not fit. */
export function applyOverlay<T extends object>(doc: T, overlay: Overlay, source: string): T {
  const place = (index: number) => `${source}, action ${index + 1}`;
  const { result, problems } = apply(doc, overlay, place, () => undefined);
  if (problems.length > 0) throw new OverlayError(problems);
  return result;
}

/**
 * The same for an overlay that somebody keeps up to date: what the description has outgrown is a problem too. Goes on
 * past problems, because a pull of a new snapshot tends to break several actions of several overlays.
 */
export function tryOverlay<T extends object>(doc: T, { file, overlay, places }: OverlayFile): Applied<T> {
  return apply(doc, overlay, (index) => `${file}:${places[index]}`, outgrown);
}

interface Applied<T> {
  result: T;
  problems: string[];
  /** Those of the actions at fault that have nothing to act on; of the others the description says the same by now. */
  misfits: OverlayAction[];
}

type Check = (nodes: Node[], action: OverlayAction, removed: Removed, doc: Json) => string | undefined;

/** What earlier actions took out of an object, by the object. */
type Removed = WeakMap<object, Json>;

function apply<T extends object>(
  doc: T,
  { actions }: Overlay,
  place: (index: number) => string,
  check: Check,
): Applied<T> {
  const result = structuredClone(doc);
  const finder = nodeFinder(result as Json);
  const removed: Removed = new WeakMap();
  const problems: string[] = [];
  const misfits: OverlayAction[] = [];
  for (const [index, action] of actions.entries()) {
    const nodes = finder.find(action.target);
    const unfit = nodes.length === 0 ? whyNothing(finder, action.target) : whyItDoesNotFit(nodes, action);
    if (unfit && !(nodes.length > 0 && check(nodes, action, removed, result as Json))) misfits.push(action);
    const misfit = unfit ?? check(nodes, action, removed, result as Json);
    if (misfit) {
      const subject = readOperationTarget(action.target)?.operationId ?? action.target;
      problems.push(`${place(index)}: ${subject}: ${misfit} (${action.description.trim()})`);
      continue;
    }
    for (const node of nodes) {
      if (action.remove) remove(node, removed);
      else update(node.value as Json, action.update);
    }
    if (reachesOperations(action.target)) finder.forget();
  }
  return { result, problems, misfits };
}

function remove({ parent, key, value }: Node, removed: Removed): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (parent) {
    delete parent[key];
    removed.set(parent, { ...removed.get(parent), [key]: value });
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

/** Engines silently pass over misfits, or do each something else with them. */
function whyItDoesNotFit(nodes: Node[], action: OverlayAction): string | undefined {
  if (action.remove) return whyNotRemoved(nodes);
  for (const { value } of nodes) {
    const misfit = whyNotUpdated(value, action.update);
    if (misfit) return misfit;
  }
  return undefined;
}

function whyNothing(finder: NodeFinder, target: string): string {
  const about = readOperationTarget(target);
  if (!about) return 'the target matches nothing';
  return finder.find(about.start).length === 0
    ? 'there is no such operation'
    : `nothing in it matches ${about.rest}`;
}

function whyNotRemoved(nodes: Node[]): string | undefined {
  if (nodes.some(({ parent }) => parent === undefined)) return 'removes the whole document';
  const arrays = nodes.map(({ parent }) => parent).filter((parent) => Array.isArray(parent));
  // Some engines remove by position while positions shift.
  return new Set(arrays).size < arrays.length
    ? 'removes several entries of one array; write one action per entry'
    : undefined;
}

function whyNotUpdated(value: unknown, addition: unknown): string | undefined {
  if (Array.isArray(value)) {
    return Array.isArray(addition) ? 'appends a list to a list; write one action per entry' : undefined;
  }
  if (!isObject(value)) return 'an update needs an object or an array as its target';
  if (!isObject(addition)) return 'an object can only be updated with an object';
  return incompatible(value, addition, '');
}

/** Overlay 1.0 merges like with like: an object with an object, a plain value with a plain value. */
function incompatible(value: Json, addition: Json, at: string): string | undefined {
  for (const [key, entry] of Object.entries(addition)) {
    if (!(key in value)) continue;
    const old = value[key];
    const here = `${at}.${key}`;
    const [kind, other] = [kindOf(old), kindOf(entry)];
    if (kind !== other) return `${here} is ${kind} and cannot become ${other}; remove it first`;
    if (kind === 'a list') return `${here} is a list; append to it, one action per entry, or remove it first`;
    const misfit = kind === 'an object' ? incompatible(old as Json, entry as Json, here) : undefined;
    if (misfit) return misfit;
  }
  return undefined;
}

function kindOf(value: unknown): 'a list' | 'an object' | 'a plain value' {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}

/** The vendor has made this correction, or another in its place, which ours would silently change. */
function outgrown(
  nodes: Node[],
  { target, remove, update }: OverlayAction,
  removed: Removed,
  doc: Json,
): string | undefined {
  if (remove) return undefined;
  const known = target === '$.paths' ? knownOperation(doc as OpenApi, update as OpenApi['paths']) : undefined;
  if (known) return `the description has ${known} by now; remove the action`;
  for (const { value: list, key } of nodes) {
    if (!Array.isArray(list) || list.length === 0) continue;
    if (key === 'security') {
      return 'the list holds requirements by now, to which another would be an alternative; remove the action, or the list before it';
    }
    if (isNamed(update) && list.some((each) => isSameName(each, update)))
      return `the list has a "${update.name}" by now; leave it out, or target that one`;
  }
  if (nodes.some(({ value }) => adds(value, update, removed))) return undefined;
  return nodes.some(({ value }) => isObject(value) && removed.has(value))
    ? 'gives back what was removed before; the description says the same by now, remove both actions'
    : 'changes nothing, the description says the same by now; remove the action';
}

/** The first operation of these paths that a description has, wherever it stands there. */
function knownOperation(doc: OpenApi, paths: OpenApi['paths']): string | undefined {
  const known = new Set(eachOperation(doc, 'paths').map(({ operation }) => operation.operationId));
  const added = eachOperation({ ...doc, paths }, 'paths').map(({ operation }) => operation.operationId);
  return added.find((id) => known.has(id));
}

function isNamed(value: unknown): value is Json & { name: string } {
  return isObject(value) && typeof value.name === 'string';
}

function isSameName(a: unknown, b: Json): boolean {
  return isObject(a) && a.name === b.name && a.in === b.in;
}

/** Whether an update brings something that neither is there nor was before the actions above. */
function adds(value: unknown, update: unknown, removed: Removed): boolean {
  if (Array.isArray(value)) return !value.some((each) => isDeepStrictEqual(each, update));
  if (!isObject(value) || !isObject(update)) return !isDeepStrictEqual(value, update);
  return Object.entries(update).some(([key, entry]) =>
    key in value ? adds(value[key], entry, removed) : !isDeepStrictEqual(removed.get(value)?.[key], entry),
  );
}
