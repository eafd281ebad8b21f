// Whether an action of an overlay can act on what its target matches.
import { isObject, type Json } from '../openapi/document.ts';
import { type Node, type NodeFinder, readOperationTarget, targetAround } from './nodes.ts';
import type { OverlayAction } from './overlay-document.ts';
import type { Misfit } from './problem.ts';

/** Why an action does not do what it was written for. */
export interface Fault {
  is: Misfit;
  why: string;
  /** Earlier actions that go with it, by their numbers. */
  along?: number[];
}

/** Engines silently pass over misfits, or do each something else with them. */
export function whyItDoesNotFit(nodes: Node[], action: OverlayAction): Fault | undefined {
  const whys = action.remove
    ? [whyNotRemoved(nodes)]
    : nodes.map(({ value }) => whyNotUpdated(value, action.update));
  const why = whys.find((each) => each !== undefined);
  return why === undefined ? undefined : { is: 'conflict', why };
}

/** For a target that matches nothing. */
export function whyNothing(finder: NodeFinder, { target, remove }: OverlayAction): Fault {
  const about = readOperationTarget(target);
  if (about && finder.find(about.start).length === 0) {
    return { is: 'gone', why: 'there is no such operation' };
  }
  const why = about ? `nothing in it matches ${about.rest}` : 'the target matches nothing';
  // What was to be removed has gone by itself, unless more than that has gone.
  const around = targetAround(target);
  if (remove && around !== undefined && finder.find(around).length > 0) return { is: 'same', why };
  return { is: 'conflict', why };
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
  // All at once: a new edition tends to say several fields of one schema.
  return incompatible(value, addition, '').join('; ') || undefined;
}

/** Overlay 1.0 merges like with like: an object with an object, a plain value with a plain value. */
function incompatible(value: Json, addition: Json, at: string): string[] {
  return Object.entries(addition).flatMap(([key, entry]) => {
    if (!(key in value)) return [];
    const old = value[key];
    const here = `${at}.${key}`;
    const [kind, other] = [kindOf(old), kindOf(entry)];
    if (kind !== other) return [`${here} is ${kind} and cannot become ${other}; remove it first`];
    if (kind === 'a list')
      return [`${here} is a list; append to it, one action per entry, or remove it first`];
    return kind === 'an object' ? incompatible(old as Json, entry as Json, here) : [];
  });
}

function kindOf(value: unknown): 'a list' | 'an object' | 'a plain value' {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}
