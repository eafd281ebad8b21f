// An OpenAPI Overlay 1.0 document: its shape, and where in its file everything stands.
import { jsonpath } from 'json-p3';
import { isObject, type Keys } from '../openapi/document.ts';
import { readYaml } from './yaml-file.ts';

export interface OverlayAction {
  target: string;
  /** Why the description needs this: our rule, the format does not demand it. */
  description: string;
  update?: unknown;
  remove?: boolean;
  /** The evidence that asks for it: an entry of openapi/evidence by its `at`, or several. */
  'x-evidence'?: string | string[];
  /** The operations and webhooks in whose responses it was seen: openapi/evidence/seen.tsv. */
  'x-seen-in'?: string[];
}

export interface Overlay {
  overlay: '1.0.0';
  info: { title: string; version: string };
  actions: OverlayAction[];
}

/** An overlay that somebody keeps up to date. */
export interface OverlayFile {
  file: string;
  overlay: Overlay;
  /** Line and column of every action, as `12:5`. */
  places: string[];
}

/** An overlay document that is malformed or no longer fits. The message says of every fault where it is. */
export class OverlayError extends Error {
  override name = 'OverlayError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

interface Fault {
  /** Where in the document. */
  at: Keys;
  text: string;
}

/** Reads a file's text; every fault is named by line and column. */
export function readOverlay(text: string, file: string): OverlayFile {
  const { value, place } = readYaml(text, file);
  const faults = [...documentFaults(value), ...writingFaults(value)];
  if (faults.length > 0) {
    throw new OverlayError(faults.map(({ at, text: fault }) => `${file}:${place(at)}: ${fault}`));
  }
  const overlay = value as Overlay;
  return { file, overlay, places: overlay.actions.map((_, index) => place(['actions', index])) };
}

/** Checks the shape of a computed overlay; returns it typed. */
export function checkOverlay(value: unknown, source: string): Overlay {
  const problems = [...documentFaults(value)].map(({ at, text }) => {
    const index = at[0] === 'actions' && typeof at[1] === 'number' ? `, action ${at[1] + 1}` : '';
    return `${source}${index}: ${text}`;
  });
  if (problems.length > 0) throw new OverlayError(problems);
  return value as Overlay;
}

function* documentFaults(value: unknown): Generator<Fault> {
  if (!isObject(value)) {
    yield { at: [], text: 'is not an object' };
    return;
  }
  const { overlay, info, actions } = value;
  if (overlay !== '1.0.0')
    yield { at: ['overlay'], text: `overlay must be 1.0.0, not ${JSON.stringify(overlay)}` };
  for (const name of ['title', 'version']) {
    if (!isObject(info) || !isText(info[name])) yield { at: ['info'], text: `info.${name} is missing` };
  }
  yield* unknownFields(value, /^(overlay|info|actions|x-.*)$/);
  if (!Array.isArray(actions) || actions.length === 0) {
    yield { at: ['actions'], text: 'actions must be a list with at least one action' };
    return;
  }
  for (const [index, action] of actions.entries()) {
    for (const { at, text } of actionFaults(action)) yield { at: ['actions', index, ...at], text };
  }
}

function* actionFaults(action: unknown): Generator<Fault> {
  if (!isObject(action)) {
    yield { at: [], text: 'an action must be an object' };
    return;
  }
  const { target, description } = action;
  if (!isText(target) || !target.startsWith('$'))
    yield { at: ['target'], text: 'target must be a JSONPath that starts with $' };
  if (!isText(description)) yield { at: ['description'], text: 'description is missing; it must say why' };
  if ('remove' in action && action.remove !== true) yield { at: ['remove'], text: 'remove must be true' };
  if ('update' in action === 'remove' in action) yield { at: [], text: 'needs either update or remove' };
  yield* unknownFields(action, /^(target|description|update|remove|x-evidence|x-seen-in)$/);
}

function unknownFields(value: object, known: RegExp): Fault[] {
  const unknown = Object.keys(value).filter((key) => !known.test(key));
  return unknown.map((key) => ({ at: [key], text: `unknown field "${key}"` }));
}

/** What a person can get wrong and a script can not. */
function* writingFaults(value: unknown): Generator<Fault> {
  const { actions } = (isObject(value) ? value : {}) as Partial<Overlay>;
  if (!Array.isArray(actions)) return;
  for (const [index, { target }] of actions.entries()) {
    if (!isText(target) || !target.startsWith('$')) continue;
    const at = ['actions', index, 'target'];
    const syntax = syntaxFault(target);
    if (syntax) yield { at, text: `target is no JSONPath: ${syntax}` };
    else if (/^\$(\.paths|\[["']paths["']\])(\[["']|\.\w)/.test(target)) {
      const instead =
        "$.paths[*][?@.operationId=='…'], or $.paths[?@[?@.operationId=='…']] for the path itself";
      yield { at, text: `a target names operations, not paths, which move: ${instead}` };
    }
  }
}

function syntaxFault(target: string): string | undefined {
  try {
    jsonpath.compile(target);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
