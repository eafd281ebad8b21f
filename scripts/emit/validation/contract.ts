// The contract as bodies on the wire are compared with it: not the mock's, which responds with less than what is allowed.
import type { OpenApi } from '../../openapi/document.ts';
import type { Codes } from '../codes/codes.ts';
import { settleResponses } from '../responses.ts';
import { markValues } from '../value-types.ts';

/** A copy without impossible bodies, in which codes are marked. */
export function validationContract(doc: OpenApi, api: string, codes: Codes): OpenApi {
  const copy = structuredClone(doc);
  settleResponses(copy);
  markValues(copy, api, codes);
  return copy;
}
