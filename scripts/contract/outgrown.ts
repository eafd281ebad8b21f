// What a description has outgrown of an overlay: it says by itself what an action asks for.
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type OpenApi } from '../openapi/document.ts';
import { eachOperation } from '../openapi/operations.ts';
import type { Fault } from './fitting.ts';
import type { Node } from './nodes.ts';
import type { OverlayAction } from './overlay-document.ts';

/** What earlier actions took out of an object, by the object. */
export type Removed = WeakMap<object, Record<string, Taken>>;

interface Taken {
  value: unknown;
  /** Which action took it, and whether that took nothing else. */
  index: number;
  isOnly: boolean;
}

/** The vendor has made this correction, or another in its place, which ours would silently change. */
export function outgrown(
  nodes: Node[],
  { target, remove, update }: OverlayAction,
  removed: Removed,
  doc: Json,
): Fault | undefined {
  if (remove) return undefined;
  const known =
    target === '$.paths' ? knownOperations(doc as OpenApi, update as OpenApi['paths']) : undefined;
  if (known) return known;
  for (const { value: list, key } of nodes) {
    if (!Array.isArray(list) || list.length === 0) continue;
    if (key === 'security') {
      const why =
        'the list holds requirements by now, to which another would be an alternative; remove the action, or the list before it';
      return { is: 'conflict', why };
    }
    const named = isNamed(update) ? list.find((each) => isSameName(each, update)) : undefined;
    if (isNamed(update) && named !== undefined) {
      const why = `the list has a "${update.name}" by now; leave it out, or target that one`;
      const { description: _, ...facts } = update;
      return { is: saysMore(named, facts) ? 'conflict' : 'same', why };
    }
  }
  if (nodes.some(({ value }) => adds(value, update, removed))) return undefined;
  const taken = nodes.flatMap(({ value }) => Object.values((isObject(value) && removed.get(value)) || {}));
  if (taken.length === 0)
    return same('changes nothing, the description says the same by now; remove the action');
  const why = 'gives back what was removed before; the description says the same by now, remove both actions';
  // What else the removal took is not given back.
  const isWhole =
    nodes.length === 1 && taken.every(({ isOnly }) => isOnly) && restores(update, nodes, removed);
  return isWhole ? { ...same(why), along: taken.map(({ index }) => index) } : { is: 'conflict', why };
}

function restores(update: unknown, [node]: readonly Node[], removed: Removed): boolean {
  const taken = Object.keys(removed.get(node!.value as Json) ?? {});
  return isObject(update) && taken.every((key) => key in update);
}

function same(why: string): Fault {
  return { is: 'same', why };
}

/** The operations of these paths that a description has, wherever they stand there. */
function knownOperations(doc: OpenApi, paths: OpenApi['paths']): Fault | undefined {
  const idsIn = (each: OpenApi) => eachOperation(each, 'paths').map(({ operation }) => operation.operationId);
  const there = new Set(idsIn(doc));
  const added = idsIn({ ...doc, paths });
  const known = added.filter((id) => there.has(id));
  if (known.length === 0) return undefined;
  const text = `the description has ${known.join(', ')} by now`;
  return known.length === added.length
    ? same(`${text}; remove the action`)
    : { is: 'conflict', why: `${text}; take it out of the action` };
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
    key in value
      ? adds(value[key], entry, removed)
      : !isDeepStrictEqual(removed.get(value)?.[key]?.value, entry),
  );
}

/** Whether an update says something that is not there, even in other words: an integer is a number. */
function saysMore(value: unknown, update: unknown): boolean {
  if (!isObject(value) || !isObject(update)) return !isDeepStrictEqual(value, update);
  return Object.entries(update).some(
    ([key, entry]) =>
      saysMore(value[key], entry) && !(key === 'type' && entry === 'number' && value[key] === 'integer'),
  );
}
