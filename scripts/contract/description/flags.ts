// Query flags: declared as numbers, or as a boolean that the server wants as 1 or 0.

import { isReference, type OpenApi, type Parameter, resolve, type Schema } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { ownParameters, sharedParameters } from './parameters.ts';

const names =
  /^(my|active|forBooking|show_groups|showBookforms|show_deleted|with_deleted|deleted|real_money|delete_consumables|include_(consumables|finance_transactions)|hide_record_type_\w+|filter\[(is_approved|is_available_for_timetable|is_multi|is_composite)\])$/;

/** Takes a boolean as well as 1 or 0; the client sends 1 or 0. */
export function* flagActions(doc: OpenApi): Generator<OverlayAction> {
  const own = eachOperation(doc).flatMap(({ operation }) => ownParameters(operation));
  for (const { parameter, target } of [...own, ...sharedParameters(doc)])
    yield* actions(resolve(doc, parameter), target);
}

function* actions({ name, in: place, schema }: Parameter, target: string): Generator<OverlayAction> {
  if (place !== 'query' || !schema || isReference(schema) || !names.test(name)) return;
  const { type } = schema as Schema;
  if (Array.isArray(type) || !['number', 'integer', 'boolean'].includes(String(type))) return;
  const description = 'A flag: the server reads 1 and 0, a caller means true and false.';
  if (schema.enum) yield { target: `${target}.schema.enum`, description, remove: true };
  yield { target: `${target}.schema.type`, description, remove: true };
  yield { target: `${target}.schema`, description, update: { type: ['integer', 'boolean'] } };
}
