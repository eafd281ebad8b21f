// Writes an example of every response into the mock view: made up once, so that a mock has nothing to invent.

import { makeUp } from '../../../src/testing/mock/made-up.ts';
import { pageOf } from '../../../src/testing/mock/pages.ts';
import {
  type Body,
  lookUp,
  type OpenApi,
  type Paging,
  pointerTo,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { operationsOf } from '../../openapi/operations.ts';
import { pagingOf } from '../operation-table.ts';
import { values } from './believable.ts';

/** Changes the document. Responses of one schema share an example, unless one of them is a page. */
export function addExamples(doc: OpenApi, jsonApi: boolean): void {
  doc.components ??= {};
  doc.components.examples ??= {};
  const { examples } = doc.components;
  for (const { id, operation } of operationsOf(doc)) {
    const paging = operation['x-altegio-paging'];
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      const media = Object.values(resolve<Body>(doc, response).content ?? {});
      const schema = media.find((each) => each.schema)?.schema;
      if (!schema) continue;
      const isRefusal = /^[45]/.test(status);
      const shared = paging ? undefined : schema.$ref?.split('/').at(-1);
      const name = isRefusal ? `error_${status}` : (shared ?? `${id}_${status}`);
      const make = () => (isRefusal ? refusal(Number(status), jsonApi) : success(doc, schema, name, paging));
      examples[name] ??= { value: make() };
      for (const each of media)
        each.examples = { [name]: { $ref: pointerTo('components', 'examples', name) } };
    }
  }
}

function success(doc: OpenApi, schema: Schema, seed: string, paging: Paging | undefined): unknown {
  const value = makeUp(schema, { seed, lookUp: (reference) => lookUp(doc, reference) as Schema });
  return paging ? pageOf(pagingOf(paging), {}, value) : value;
}

/** What the API says when it refuses, in its form. */
function refusal(status: number, jsonApi: boolean): object {
  const message = values.errors[status] ?? 'The request was refused';
  const isAboutInput = status === 400 || status === 422;
  if (!jsonApi) {
    const meta = { message, ...(isAboutInput && { errors: { [fault.field]: [fault.message] } }) };
    return { success: false, data: null, meta };
  }
  const about = { detail: fault.message, source: { pointer: `/data/attributes/${fault.field}` } };
  return {
    errors: [
      { status: String(status), title: message, ...(isAboutInput ? about : { detail: `${message}.` }) },
    ],
  };
}

const fault = { field: 'phone', message: 'The phone number is not valid.' };
