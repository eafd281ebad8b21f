// Whether two values differ at all, texts apart from facts: quick, and a net below the comparison by kinds.
import { isRecord } from '../util/check.ts';
import type { Node } from './document.ts';
import { holdsNames, isSampleData, referent } from './references.ts';

/** How far two values differ: not at all, in what only people read, or in what is sent and received. */
type Difference = 'none' | 'texts' | 'facts';

const texts = ['description', 'summary', 'title', 'example', 'examples', 'externalDocs', 'tags'];

/** Finds how far values of two documents differ; what they refer to belongs to them. */
export function differenceFinder(before: Node, after: Node): (was: unknown, is: unknown) => Difference {
  const known = new Map<string, Difference>();

  const between = (was: unknown, is: unknown, namesAreFree = false): Difference => {
    if (was === is) return 'none';
    if (isRecord(was) && isRecord(is)) return betweenObjects(was, is, namesAreFree);
    if (!Array.isArray(was) || !Array.isArray(is)) return 'facts';
    if (was.length !== is.length) return 'facts';
    const [one, other] = [inOrder(was), inOrder(is)];
    return worst(one.map((each, index) => between(each, other[index])));
  };

  const betweenObjects = (was: Node, is: Node, namesAreFree: boolean): Difference => {
    if (typeof was.$ref === 'string' || typeof is.$ref === 'string') return betweenReferences(was, is);
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return worst(
      keys.map((key) => {
        if (!namesAreFree && isText(key))
          return canonical(was[key]) === canonical(is[key]) ? 'none' : 'texts';
        if (!namesAreFree && isSampleData(key, was[key])) {
          return canonical(was[key]) === canonical(is[key]) ? 'none' : 'facts';
        }
        return between(was[key], is[key], !namesAreFree && holdsNames(key));
      }),
    );
  };

  const betweenReferences = (was: Node, is: Node): Difference => {
    const key = `${was.$ref}\n${is.$ref}`;
    const isShared = typeof was.$ref === 'string' && typeof is.$ref === 'string';
    const found = isShared ? known.get(key) : undefined;
    if (found) return found;
    // A schema that contains itself is as different as the rest of it.
    if (isShared) known.set(key, 'none');
    const target = (doc: Node, { $ref, ...node }: Node) =>
      typeof $ref === 'string' ? referent(doc, $ref) : node;
    const difference = between(target(before, was), target(after, is));
    if (isShared) known.set(key, difference);
    return difference;
  };

  return between;
}

function isText(key: string): boolean {
  return texts.includes(key) || key.startsWith('x-');
}

function worst(all: readonly Difference[]): Difference {
  return all.includes('facts') ? 'facts' : all.includes('texts') ? 'texts' : 'none';
}

/** Lists of values and of named things have no order that matters. */
function inOrder(list: readonly unknown[]): unknown[] {
  const keys = list.map((each) => (isRecord(each) ? (each.name ?? each.$ref) : each));
  if (keys.some((key) => key === undefined || Array.isArray(key))) return [...list];
  const keyed = list.map((each, index) => [`${typeof keys[index]} ${keys[index]}`, each] as const);
  return keyed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}

/** A value without what only people read; properties of such names stay. */
export function factsOf(value: unknown, namesAreFree = false): unknown {
  if (Array.isArray(value)) return value.map((each) => factsOf(each));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => namesAreFree || !isText(key));
  return Object.fromEntries(
    kept.map(([key, child]) => [key, factsOf(child, !namesAreFree && holdsNames(key))]),
  );
}

/** JSON with sorted keys: another order of keys is no change. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, node: unknown) =>
      isRecord(node)
        ? Object.fromEntries(Object.entries(node).sort(([one], [other]) => (one < other ? -1 : 1)))
        : node,
    ) ?? ''
  );
}
