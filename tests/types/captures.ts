// Bodies as captures may have them: made of the counts and types of openapi/evidence/seen.tsv.
import { fieldPlaces, listsAt, objectsAt, typesAt } from '../../scripts/contract/evidence/alternatives.ts';
import { landing } from '../../scripts/contract/evidence/fit.ts';
import { type Sighting, strengths } from '../../scripts/contract/evidence/sightings.ts';
import { typesTaken } from '../../scripts/contract/evidence/strength.ts';
import { isObject, type Keys, type OpenApi, type Schema, valueAt } from '../../scripts/openapi/document.ts';

/** What a body has of the fields: all that were seen, or those that neither wire nor programs ever left out. */
export type Fullness = 'all' | 'least';

export interface Making {
  /** The contract, which knows where the older documentation is refuted. */
  doc: OpenApi;
  fullness: Fullness;
  /** Which of the types of each place: the first, the second, … */
  turn: number;
}

/** A body of what was seen at these places of the contract. */
export function bodyOf(sighting: Sighting, at: readonly Keys[], making: Making, name = ''): unknown {
  const declared = at.flatMap((each) => typesAt(making.doc, each));
  const seen = typesTaken(sighting, { name, types: declared, isProven: true, tags: [] }).filter(Boolean);
  const types = seen.length > 0 ? seen : sighting.types.size > 0 ? declared : [];
  const type = types[making.turn % types.length] ?? typeOfParts(sighting);
  const fixed = fixedValue(making.doc, at);
  if (fixed !== undefined) return fixed;
  if (type === 'object') return objectOf(sighting, at, making);
  if (type !== 'array') return scalars[type]!(making.turn);
  const { items } = sighting;
  const lists = at.flatMap((each) => listsAt(making.doc, each)).map((each) => [...each, 'items']);
  const turns = items ? [making.turn, making.turn + 1] : [];
  // Entries are counted with their list.
  const { wire, model, docs } = sighting;
  return turns.map((turn) => bodyOf({ ...items!, wire, model, docs }, lists, { ...making, turn }, name));
}

/** What the contract has in place of a type: that a success is one, and what tells events and resources apart. */
function fixedValue(doc: OpenApi, at: readonly Keys[]): unknown {
  const schemas = at.map((each) => valueAt(doc, landing(doc, each)) as Schema | undefined);
  const listed = schemas.map((schema) => [schema?.const ?? schema?.enum ?? []].flat() as unknown[]);
  return listed.map(([first]) => first).find((each) => each !== undefined);
}

const scalars: Record<string, (turn: number) => unknown> = {
  '[]': () => [],
  string: (turn) => (turn % 2 === 0 ? 'text' : ''),
  // Beyond 2^31, as phone numbers and ids are.
  integer: (turn) => (turn % 2 === 0 ? 0 : 79161234567),
  number: () => 12.5,
  boolean: (turn) => turn % 2 === 0,
  null: () => null,
};

function typeOfParts({ fields, items }: Sighting): string {
  if (items) return 'array';
  return fields.size > 0 ? 'object' : 'null';
}

function objectOf(sighting: Sighting, at: readonly Keys[], making: Making): Record<string, unknown> {
  const { fields, values } = sighting;
  const objects = at.flatMap((each) => objectsAt(making.doc, each));
  const kept = [...fields].filter(([name]) => making.fullness === 'all' || !isEverLeftOut(sighting, name));
  const made = kept.map(([name, field]) => {
    return [name, bodyOf(field, fieldPlaces(making.doc, objects, name), making, name)] as const;
  });
  const inside = objects.flat().map((each) => [...each, 'additionalProperties']);
  const isMap = inside.some((each) => isObject(valueAt(making.doc, each)));
  return Object.fromEntries(
    values && isMap ? [...made, ['2026-01-15', bodyOf(values, inside, making)]] : made,
  );
}

/** Whether a capture lacks the field; the older documentation counts where there is nothing better. */
function isEverLeftOut({ fields }: Sighting, name: string): boolean {
  const most = (strength: (typeof strengths)[number]) =>
    Math.max(0, ...[...fields.values()].map((field) => field[strength].parents));
  const field = fields.get(name)!;
  const isProven = field.wire.present + field.model.present > 0;
  return strengths.some((strength) => {
    const wanted = strength === 'docs' && isProven ? field.docs.parents : most(strength);
    return field[strength].present < wanted;
  });
}
