// Applies an OpenAPI Overlay 1.0 document to a description, and fails where an action no longer fits.
// openapi-overlays-js was looked at too: it is silent about missing targets; bump-cli does not export its engine.
import { isDeepStrictEqual } from 'node:util';
import { openapiOverlay, resolveJsonPath } from 'openapi-format';

export interface OverlayAction {
  target: string;
  /** Why the description needs this: our rule, the format does not demand it. */
  description: string;
  update?: unknown;
  remove?: boolean;
  /** The evidence that asks for it: a JSON pointer into the snapshot, or several. */
  'x-evidence'?: string | string[];
}

export interface Overlay {
  overlay: '1.0.0';
  info: { title: string; version: string };
  actions: OverlayAction[];
}

type JsonObject = Record<string, unknown>;

/** An overlay document that is malformed or no longer fits. The message names the file and every action at fault. */
export class OverlayError extends Error {
  override name = 'OverlayError';
  readonly file: string;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(`${file}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.file = file;
    this.problems = problems;
  }
}

/** Checks the shape of an overlay document; returns it typed. */
export function checkOverlay(value: unknown, file: string): Overlay {
  const problems = isObject(value) ? [...documentProblems(value)] : ['is not an object'];
  if (problems.length > 0) throw new OverlayError(file, problems);
  return value as unknown as Overlay;
}

/** Applies every action in order to a copy of the document; fails, with all of them, where some do not fit. */
export async function applyOverlay<T extends object>(doc: T, overlay: Overlay, file: string): Promise<T> {
  const { result, problems } = await apply(doc, overlay, whyItDoesNotFit);
  if (problems.length > 0) throw new OverlayError(file, problems);
  return result;
}

/**
 * The same for an overlay that somebody keeps up to date: what the description has outgrown is a problem too. Goes on
 * past problems, because a pull of a new snapshot tends to break several actions of several overlays.
 */
export async function tryOverlay<T extends object>(doc: T, overlay: Overlay): Promise<Applied<T>> {
  return apply(
    doc,
    overlay,
    (current, action) => whyItDoesNotFit(current, action) ?? outgrown(current, action),
  );
}

interface Applied<T> {
  result: T;
  problems: string[];
}

type Check = (doc: JsonObject, action: OverlayAction) => string | undefined;

async function apply<T extends object>(doc: T, overlay: Overlay, check: Check): Promise<Applied<T>> {
  let current = structuredClone(doc) as JsonObject;
  const problems: string[] = [];
  for (const [index, action] of overlay.actions.entries()) {
    const misfit = check(current, action);
    if (misfit) {
      problems.push(`${label(action, index)}: ${misfit}`);
      continue;
    }
    const { data, resultData } = await openapiOverlay(current, {
      overlaySet: { ...overlay, actions: [{ ...asEngineAction(current, action) }] },
    });
    if (resultData.totalUnusedActions !== 0) problems.push(`${label(action, index)}: was not applied`);
    current = data as JsonObject;
  }
  return { result: current as T, problems };
}

/** The engine passes over misfits in silence or does half of the work, so they are found before it runs. */
function whyItDoesNotFit(doc: JsonObject, { target, update, remove }: OverlayAction): string | undefined {
  const nodes = resolveJsonPath(doc, target);
  if (nodes.length === 0) return 'the target matches nothing';
  if (remove) {
    const arrays = nodes.map((node) => node.parent).filter((parent) => Array.isArray(parent));
    const repeated = new Set(arrays).size < arrays.length;
    // The engine removes by position while positions shift.
    return repeated ? 'removes several entries of one array; write one action per entry' : undefined;
  }
  for (const { value } of nodes) {
    if (Array.isArray(value)) continue;
    if (!isObject(value)) return 'an update needs an object or an array as its target';
    if (!isObject(update)) return 'an object can only be updated with an object';
  }
  return undefined;
}

/** The vendor has made this correction, or another in its place, which ours would bend in silence. */
function outgrown(doc: JsonObject, { target, update, remove }: OverlayAction): string | undefined {
  if (remove) return undefined;
  const values = resolveJsonPath(doc, target).map(({ value }): unknown => value);
  for (const list of values) {
    if (!Array.isArray(list) || list.length === 0) continue;
    if (/\bsecurity\b['"\]]*$/.test(target)) {
      return 'the list holds requirements by now, to which another would be an alternative; remove the action, or the list before it';
    }
    const known = [update]
      .flat()
      .find((entry) => isNamed(entry) && list.some((each) => isSameName(each, entry)));
    if (isObject(known)) return `the list has a "${known.name}" by now; leave it out, or target that one`;
  }
  if (values.some((value) => adds(value, update))) return undefined;
  return 'changes nothing, the description says the same by now; remove the action';
}

function isNamed(value: unknown): value is JsonObject {
  return isObject(value) && isText(value.name);
}

function isSameName(a: unknown, b: JsonObject): boolean {
  return isObject(a) && a.name === b.name && a.in === b.in;
}

/** Whether an update brings something that is not there yet. */
function adds(value: unknown, update: unknown): boolean {
  if (Array.isArray(value)) {
    return [update].flat().some((entry) => !value.some((each) => isDeepStrictEqual(each, entry)));
  }
  if (!isObject(value) || !isObject(update)) return !isDeepStrictEqual(value, update);
  return Object.entries(update).some(([key, entry]) => !(key in value) || adds(value[key], entry));
}

/** The format appends an update to a targeted array; the engine wants it wrapped for that. */
function asEngineAction(doc: JsonObject, action: OverlayAction): OverlayAction {
  if (action.remove || Array.isArray(action.update)) return action;
  const appends = resolveJsonPath(doc, action.target).some((node) => Array.isArray(node.value));
  return appends ? { ...action, update: [action.update] } : action;
}

function* documentProblems(value: JsonObject): Generator<string> {
  if (value.overlay !== '1.0.0') yield `overlay must be 1.0.0, not ${JSON.stringify(value.overlay)}`;
  if (!isObject(value.info) || !isText(value.info.title)) yield 'info.title is missing';
  if (!isObject(value.info) || !isText(value.info.version)) yield 'info.version is missing';
  for (const key of Object.keys(value)) {
    if (!['overlay', 'info', 'actions'].includes(key) && !key.startsWith('x-'))
      yield `unknown field "${key}"`;
  }
  if (!Array.isArray(value.actions) || value.actions.length === 0) {
    yield 'actions must be a list with at least one action';
    return;
  }
  for (const [index, action] of value.actions.entries()) {
    if (!isObject(action)) yield `action ${index + 1} is not an object`;
    else for (const problem of actionProblems(action)) yield `${label(action, index)}: ${problem}`;
  }
}

function* actionProblems(action: JsonObject): Generator<string> {
  const { target, description } = action;
  if (!isText(target) || !target.startsWith('$')) yield 'target must be a JSONPath that starts with $';
  else if (/(\.|\[['"])length(['"]\])?$/.test(target)) {
    yield 'the engine reads a last step "length" as the length of an array; target its parent';
  }
  if (!isText(description)) yield 'description is missing; it must say why';
  if ('remove' in action && action.remove !== true) yield 'remove must be true';
  if ('update' in action === 'remove' in action) yield 'needs either update or remove';
  for (const key of Object.keys(action)) {
    if (!['target', 'description', 'update', 'remove', 'x-evidence'].includes(key)) {
      yield `unknown field "${key}"`;
    }
  }
}

function label(action: { target?: unknown; description?: unknown }, index: number): string {
  const reason = isText(action.description) ? ` (${action.description.trim()})` : '';
  return `action ${index + 1}, target ${String(action.target)}${reason}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
