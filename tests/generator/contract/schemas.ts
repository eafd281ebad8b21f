// The schemas of an operation, and whether a value fits one, for tests of the contract.
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {
  type Body,
  copyOf,
  type OpenApi,
  type Operation,
  resolve,
  type Schema,
  walk,
} from '../../../scripts/openapi/document.ts';
import { eachOperation } from '../../../scripts/openapi/operations.ts';

export function operationOf(doc: OpenApi, id: string): Operation {
  const found = eachOperation(doc).find(({ operation }) => operation.operationId === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found.operation;
}

export function responseSchema(doc: OpenApi, id: string, status: number): Schema | undefined {
  const response = operationOf(doc, id).responses?.[status];
  return response && resolve<Body>(doc, response).content?.['application/json']?.schema;
}

/** What is wrong with a value; undefined when it fits. */
export function misfit(doc: OpenApi, schema: Schema, value: unknown): string | undefined {
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile({ allOf: [schema], components: doc.components });
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

/** A contract whose things may lack any of their fields: excerpts show some. */
export function withoutDemands(contract: OpenApi): OpenApi {
  const doc = copyOf(contract);
  walk(doc, (node) => {
    if (Array.isArray(node.required) && !node.required.includes('success')) delete node.required;
  });
  return doc;
}
