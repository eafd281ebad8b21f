// Reads openapi/evidence/seen.tsv: what responses held, place by place, and how often.
import type { ApiName } from '../../openapi/apis.ts';
import { readText } from '../../openapi/project.ts';

/** How often a field was there, out of the objects that could have held it. */
export interface Count {
  present: number;
  parents: number;
}

/** Where a capture comes from, the most trustworthy first; `strength.ts` has the rules. */
export const strengths = ['wire', 'model', 'docs'] as const;

export type Strength = (typeof strengths)[number];

/** One place in the responses of an operation, and what lies below it. */
export interface Sighting extends Record<Strength, Count> {
  /** JSON types; `[]` is an empty array, of which nobody can tell whether it stands for an object. */
  types: Set<string>;
  fields: Map<string, Sighting>;
  /** The entries of a list. */
  items?: Sighting;
  /** The values below keys that are data. */
  values?: Sighting;
}

let rows: string[][] | undefined;

/** The responses and webhooks of an API that were seen, by operation: `get_client`, `webhook_event(record)`. */
export function loadSightings(api: ApiName): Map<string, Sighting> {
  rows ??= readRows(readText('openapi/evidence/seen.tsv'));
  const found = new Map<string, Sighting>();
  for (const [address = '', ...row] of rows) {
    if (!address.startsWith(`${api}.`)) continue;
    const operation = address.slice(api.length + 1);
    const root = found.get(operation) ?? nothing();
    found.set(operation, root);
    add(root, row);
  }
  return found;
}

/** The lines below the heading, as columns. */
export function readRows(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
}

/** Adds one line, without its operation, to what is known of the operation. */
export function add(root: Sighting, [pointer = '', wire, model, docs, types = '']: string[]): void {
  let place = root;
  const steps = pointer.slice(1).match(/\[\]|\.[^.[]+/g) ?? [];
  for (const step of steps) place = below(place, step);
  Object.assign(place, { wire: count(wire), model: count(model), docs: count(docs) });
  for (const type of types.split(' ')) place.types.add(type);
}

export function nothing(): Sighting {
  const none = () => ({ present: 0, parents: 0 });
  return { wire: none(), model: none(), docs: none(), types: new Set(), fields: new Map() };
}

function below(place: Sighting, step: string): Sighting {
  if (step === '[]') {
    place.items ??= nothing();
    return place.items;
  }
  if (step === '.{key}') {
    place.values ??= nothing();
    return place.values;
  }
  // The older documentation has names with a space at their end.
  const name = step.slice(1).trim();
  const known = place.fields.get(name) ?? nothing();
  place.fields.set(name, known);
  return known;
}

function count(text = '0/0'): Count {
  const [present, parents] = text.split('/').map(Number);
  return { present: present!, parents: parents! };
}
