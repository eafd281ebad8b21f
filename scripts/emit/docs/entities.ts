// The part of docs/corrections.md that says of each entity how its types are known.
import { entitySchemas, loadEntities } from '../../contract/entities.ts';
import { loadSightings, strengths } from '../../contract/evidence/sightings.ts';
import { tallyOf } from '../../contract/required/tally.ts';
import { placeName } from '../../contract/schema-changes.ts';
import { type OpenApi, type Schema, valueAt } from '../../openapi/document.ts';

/** The table of the entities of v1: their properties, those that are always there, and the captures behind them. */
export function emitEntities(doc: OpenApi): string {
  const tally = tallyOf(doc, loadSightings('v1'));
  const rows = loadEntities('v1').flatMap(({ name, places }) =>
    places.map((place, index) => {
      const at = entitySchemas(doc, place);
      const schemas = at.map((keys) => valueAt(doc, keys) as Schema);
      const properties = schemas.flatMap((schema) => Object.keys(schema.properties ?? {}));
      const required = schemas.flatMap((schema) => schema.required ?? []);
      const sources = at.flatMap((keys) => tally.get(placeName(keys)) ?? []);
      const own = sources.filter(({ operation }) => place.startsWith(`${operation}#`));
      const captures = strengths.map((strength) =>
        Math.max(0, ...own.map((source) => source.captures[strength])),
      );
      return `| ${index === 0 ? name : ''} | \`${place}\` | ${properties.length} | ${required.length} | ${captures.join(' | ')} |`;
    }),
  );
  return [
    '',
    '## How the types of entities are known',
    '',
    'Captures are responses seen on the wire, bodies made of the strict types of programs in use, and samples of the older',
    'documentation (openapi/evidence/seen.tsv). Wire and programs outweigh the documentation. A property is required where',
    'two captures always have it, one of them of the wire or of a program, and no such capture lacks it; where there are',
    'no captures, only the description knows the types.',
    '',
    '| Entity of v1 | In the response of | Properties | Always there | Wire | Programs | Documentation |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...rows,
    '',
  ].join('\n');
}
