// Parameters that describe what the client sends by itself: media types and tokens.

import { type OpenApi, type Parameter, type Reference, resolve } from '../../openapi/document.ts';
import { operationsIn } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget, pathItemTarget, selector } from '../target.ts';
import { sharedParameters } from './parameters.ts';

const ownedNames = ['accept', 'content-type', 'authorization'];

/** A letter left out, added, wrong, or two swapped. */
const misspelling = 2;

/** Removes them from every operation, then the shared definitions that nobody uses any more. */
export function* headerActions(doc: OpenApi): Generator<OverlayAction> {
  for (const { parameters, at } of parameterLists(doc)) {
    const owned = parameters.filter((parameter) => isOwned(resolve<Parameter>(doc, parameter)));
    if (owned.length === 0) continue;
    const names = owned.map((parameter) => resolve<Parameter>(doc, parameter).name).join(', ');
    const description = `The client sends media types and tokens by itself: ${names}.`;
    if (owned.length === parameters.length) yield { target: at, description, remove: true };
    else for (const parameter of owned) yield { target: at + selector(parameter), description, remove: true };
  }
  for (const { parameter, target } of sharedParameters(doc)) {
    if (!isOwned(parameter)) continue;
    const description = `Nothing refers to it any more: the client sends ${parameter.name} by itself.`;
    yield { target, description, remove: true };
  }
}

function* parameterLists(doc: OpenApi): Generator<{ parameters: (Parameter | Reference)[]; at: string }> {
  for (const section of ['paths', 'webhooks'] as const) {
    for (const [key, item] of Object.entries(doc[section] ?? {})) {
      if (item.parameters)
        yield { parameters: item.parameters, at: `${pathItemTarget(section, key, item)}.parameters` };
      for (const [, operation] of operationsIn(item)) {
        const { parameters } = operation;
        if (parameters) yield { parameters, at: `${operationTarget(operation, section)}.parameters` };
      }
    }
  }
}

/** Whether the client owns a parameter. Misspelt names count for headers only: a query may have a name of its own. */
export function isOwned(parameter: Pick<Parameter, 'name' | 'in'>): boolean {
  const name = parameter.name.toLowerCase();
  if (parameter.in === 'query') return ownedNames.includes(name);
  return parameter.in === 'header' && ownedNames.some((owned) => distance(owned, name) <= misspelling);
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
