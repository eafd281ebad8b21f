// Works what was seen of a response into its schema: adds the fields and the types that the schema lacks, takes none away.
import {
  isObject,
  type Keys,
  type OpenApi,
  pointerTo,
  type Schema,
  valueAt,
} from '../../openapi/document.ts';
import { known } from '../responses/known.ts';
import { fieldPlaces, listsAt, objectsAt, typesAt } from './alternatives.ts';
import { type Edit, fitInto } from './fit.ts';
import { orEmpty } from './seen.ts';
import type { Sighting } from './sightings.ts';
import { isProven, typesTaken } from './strength.ts';

const maps = new RegExp(known.maps);

export interface Fitting {
  /** Changed in place. */
  doc: OpenApi;
  /** Only wire and models, or what the older documentation adds to them. */
  pass: 'proven' | 'docs';
  /** Fields that wire or models showed, by the place of their schema. */
  proven: Set<string>;
  /** References to schemas that stay as they are. */
  sent: ReadonlySet<string>;
  tags: readonly string[];
  /** Identified of each place that was changed, with the name of its field. */
  note(at: Keys, name: string, sighting: Sighting): void;
}

/** A place in the schema, and the name of the field it is about. */
interface Target {
  at: Keys;
  name: string;
}

/** Fits a sighting, and all that lies below it, into the schema at a place. */
export function fitSighting(fitting: Fitting, target: Target, sighting: Sighting): void {
  const { doc } = fitting;
  if (!maps.test(target.name)) fitFields(fitting, target, sighting);
  const { items, values } = sighting;
  if (items) {
    for (const list of listsAt(doc, target.at))
      fitField(fitting, { ...target, at: [...list, 'items'] }, withCounts(items, sighting));
  }
  if (values && sighting.fields.size === 0) {
    for (const part of objectsAt(doc, target.at).flat())
      fitValues(fitting, part, withCounts(values, sighting));
  }
}

/** Fits what stands below keys that are data. */
function fitValues(fitting: Fitting, part: Keys, sighting: Sighting): void {
  if (isObject((valueAt(fitting.doc, part) as Schema).additionalProperties))
    fitField(fitting, { at: [...part, 'additionalProperties'], name: '' }, sighting);
}

function fitFields(fitting: Fitting, { at }: Target, { fields }: Sighting): void {
  const { doc, pass } = fitting;
  const objects = objectsAt(doc, at).filter((parts) => !isSent(fitting, parts[0]!));
  if (objects.flat().some((part) => (valueAt(doc, part) as Schema)['x-altegio-map'] === true)) return;
  // What an object that takes any key holds is data.
  const isOpen = objects.flat().some((part) => takesAnyKey(valueAt(doc, part) as Schema));
  for (const [name, field] of fields) {
    if (pass === 'proven' && !isProven(field)) continue;
    const places = fieldPlaces(doc, objects, name);
    if (places.length === 0 && !isOpen) places.push(...objects.map(([home]) => withField(doc, home!, name)));
    for (const place of places) fitField(fitting, { at: place, name }, field);
    for (const part of places.length === 0 ? objects.flat() : []) fitValues(fitting, part, field);
  }
}

function fitField(fitting: Fitting, target: Target, sighting: Sighting): void {
  const { doc, pass, proven, tags, note } = fitting;
  const { at, name } = target;
  const place = at.join('\n');
  const declared = typesAt(doc, at);
  if (pass === 'proven') proven.add(place);
  const types = typesTaken(sighting, { name, types: declared, isProven: proven.has(place), tags });
  for (const edit of fitTypes(doc, target, declared, types)) note(edit.at, name, sighting);
  // Even where nobody knows its type.
  if (declared.length === 0) note(at, name, sighting);
  fitSighting(fitting, target, sighting);
}

/** Adds the types that the schema lacks. */
function fitTypes(
  doc: OpenApi,
  { at, name }: Target,
  declared: readonly string[],
  types: readonly string[],
): Edit[] {
  const place = { doc, at, name };
  const isNew = declared.length === 0;
  const covers = (type: string) =>
    declared.includes(type) || (type === 'integer' && declared.includes('number'));
  const edits: Edit[] = [];
  if (types.includes('object') && !covers('object'))
    edits.push(...fitInto(place, { type: 'object', properties: {} }));
  if (types.includes('array') && !covers('array'))
    edits.push(...fitInto(place, { type: 'array', items: {} }));
  const scalars = types.filter((type) => !['object', 'array', '[]'].includes(type) && !covers(type));
  if (scalars.length > 0) edits.push(...fitInto(place, { type: scalars }));
  if (types.includes('[]') && !types.includes('array') && !covers('array') && !covers('[]'))
    edits.push(
      ...fitInto(place, isNew && !types.includes('object') ? { type: 'array', items: {} } : orEmpty({})),
    );
  return edits;
}

/** A schema of requests too, wherever it is reached from. */
function isSent({ sent }: Fitting, [section, kind, name]: Keys): boolean {
  return section === 'components' && kind === 'schemas' && sent.has(pointerTo(section, kind, name!));
}

function takesAnyKey({ additionalProperties: others }: Schema): boolean {
  return isObject(others);
}

/** Entries are counted with their list. */
function withCounts(sighting: Sighting, { wire, model, docs }: Sighting): Sighting {
  return { ...sighting, wire, model, docs };
}

/** Declares a field about which nothing is stated yet; returns where it stands. */
function withField(doc: OpenApi, home: Keys, name: string): Keys {
  const schema = valueAt(doc, home) as Schema;
  schema.properties ??= {};
  schema.properties[name] = {};
  return [...home, 'properties', name];
}
