// The refusals of the salon itself.
import { type Refusal, usualMessage } from '../refusals.ts';

/** Nothing has this id. */
export const notFound: Refusal = { status: 404, message: usualMessage(404) };

/** A field says something that cannot be. */
export function invalid(field: string, message: string): Refusal {
  return { status: 422, message: usualMessage(422), findings: [{ path: [field], message }] };
}
