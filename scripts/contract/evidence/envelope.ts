// Brings what was seen of a response into the form that the contract gives it: samples of the older documentation may lack
// the envelope, or show a list where there is one thing.
import type { Keys, OpenApi } from '../../openapi/document.ts';
import { fieldPlaces, listsAt, objectsAt } from './alternatives.ts';
import { type Count, nothing, type Sighting, type Strength, strengths } from './sightings.ts';

const envelope = ['success', 'data', 'meta', 'errors'];

/** The same sighting, below `data` where the contract has it there. Does not change its argument. */
export function enveloped(doc: OpenApi, at: Keys, sighting: Sighting): Sighting {
  const objects = objectsAt(doc, at);
  const data = fieldPlaces(doc, objects, 'data')[0];
  const isEnveloped = data !== undefined && fieldPlaces(doc, objects, 'success').length > 0;
  if (!isEnveloped) return sighting;
  const root = copyOf(sighting);
  // One sample beside another, written as a list of them.
  if (root.items && envelope.some((name) => root.items!.fields.has(name))) lift(root);
  const bare = [...root.fields].filter(
    ([name]) => !envelope.includes(name) && fieldPlaces(doc, objects, name).length === 0,
  );
  if (bare.length > 0 || root.items) {
    const inside = root.fields.get('data') ?? nothing();
    root.fields.set('data', inside);
    for (const [name, field] of bare) {
      root.fields.delete(name);
      if (!inside.fields.has(name)) inside.fields.set(name, field);
    }
    if (root.items) inside.items = merged(inside.items, root.items);
    delete root.items;
  }
  const inside = root.fields.get('data');
  if (inside) settleKind(doc, data, inside);
  return root;
}

/** One thing or a list: what the contract says goes before what a sample has. */
function settleKind(doc: OpenApi, at: Keys, data: Sighting): void {
  const [isList, isObject] = [listsAt(doc, at).length > 0, objectsAt(doc, at).length > 0];
  if (isList === isObject) return;
  if (isObject && data.items) {
    lift(data);
    data.types.delete('array');
    data.types.add('object');
  } else if (isList && data.fields.size > 0) {
    const { fields, wire, model, docs } = data;
    const items = { ...nothing(), wire, model, docs, fields };
    items.types.add('object');
    Object.assign(data, { fields: new Map(), items: merged(data.items, items) });
    data.types.delete('object');
    data.types.add('array');
  }
}

/** The fields of the entries become those of the thing itself. */
function lift(sighting: Sighting): void {
  const { items } = sighting;
  delete sighting.items;
  Object.assign(sighting, merged(items, sighting));
}

/** What both have, counted together. */
function merged(one: Sighting | undefined, other: Sighting): Sighting {
  if (!one) return other;
  const fields = new Map(one.fields);
  for (const [name, field] of other.fields) fields.set(name, merged(fields.get(name), field));
  const types = new Set([...one.types, ...other.types]);
  const items = other.items ? merged(one.items, other.items) : one.items;
  return { ...one, ...sumOf(one, other), fields, types, ...(items && { items }) };
}

function sumOf(one: Sighting, other: Sighting): Record<Strength, Count> {
  const counts = strengths.map((strength) => {
    const [a, b] = [one[strength], other[strength]];
    return [strength, { present: a.present + b.present, parents: a.parents + b.parents }];
  });
  return Object.fromEntries(counts) as Record<Strength, Count>;
}

function copyOf(sighting: Sighting): Sighting {
  const { fields, types, items, values, ...counts } = sighting;
  return {
    ...counts,
    types: new Set(types),
    fields: new Map([...fields].map(([name, field]) => [name, copyOf(field)])),
    ...(items && { items: copyOf(items) }),
    ...(values && { values: copyOf(values) }),
  };
}
