// Gives every operation of the mock view the failures that any call may meet, each with named examples in the envelope
// of the API: `prefer: code=422, example=timeTaken` asks a mock for one of them.

import { type Body, type Json, type OpenApi, pointerTo, type Schema } from '../../openapi/document.ts';
import { operationsOf } from '../../openapi/operations.ts';
import { type CodedFailure, codedFailures } from '../codes/coded-failures.ts';
import { type Codes, noCodes } from '../codes/codes.ts';
import { values } from './believable.ts';

/** Any call can be refused like this, whatever its description lists. */
const always = ['400', '401', '403', '404', '422', '429', '500'];

/** Names of the examples, the first of each status aside from its code. */
const names: Record<string, string> = {
  400: 'badRequest',
  401: 'unauthorized',
  402: 'licenseEnded',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  422: 'validationFailed',
  429: 'tooManyRequests',
  500: 'serverError',
};

interface View {
  doc: OpenApi;
  isJsonApi: boolean;
}

/** Changes the document: failures of one status are one shared response, save where an operation has codes of its own. */
export function addFailures(view: View, api: string, codes: Codes = noCodes): void {
  const { doc } = view;
  doc.components ??= {};
  doc.components.schemas ??= {};
  doc.components.examples ??= {};
  doc.components.responses = {};
  doc.components.schemas.error ??= { type: 'object' };
  const coded = codedFailures(codes, api);
  for (const { id, operation } of operationsOf(doc)) {
    const described = Object.keys(operation.responses ?? {});
    // What is described for every other status says less than the failures here.
    const kept = described.filter((status) => !isFailure(status) && status !== 'default');
    const failing = [...new Set([...described.filter(isFailure), ...always])].sort();
    operation.responses = {
      ...Object.fromEntries(kept.map((status) => [status, operation.responses![status]!])),
      ...Object.fromEntries(
        failing.map((status) => [
          status,
          failure(
            view,
            status,
            (coded.get(id) ?? []).filter((each) => each.status === Number(status)),
          ),
        ]),
      ),
    };
  }
}

function isFailure(status: string): boolean {
  return /^[45]/.test(status);
}

function failure(view: View, status: string, coded: readonly CodedFailure[]): Body | { $ref: string } {
  const { responses, examples } = view.doc.components!;
  const shared = `failure_${status}`;
  responses![shared] ??= responseWith(
    status,
    add(examples!, status, generalExamples(status, view.isJsonApi)),
  );
  if (coded.length === 0) return { $ref: pointerTo('components', 'responses', shared) };
  const own = add(
    examples!,
    status,
    coded.map(({ name, code, text }) => [
      name,
      envelope({ message: text, errors: [{ code, message: text }] }),
    ]),
  );
  const media = responses![shared]!.content!['application/json']!;
  return responseWith(status, { ...(media.examples as Record<string, { $ref: string }>), ...own });
}

type References = Record<string, { $ref: string }>;

/** Puts examples among the shared ones; returns references to them by their names. */
function add(
  shared: Record<string, { value: unknown }>,
  status: string,
  examples: [string, unknown][],
): References {
  return Object.fromEntries(
    examples.map(([name, value]) => {
      const key = `error_${status}_${name}`;
      shared[key] ??= { value };
      return [name, { $ref: pointerTo('components', 'examples', key) }];
    }),
  );
}

function responseWith(status: string, examples: References): Body {
  const schema: Schema = { $ref: pointerTo('components', 'schemas', 'error') };
  const wait = { 'Retry-After': { schema: { type: 'integer', enum: [1] } } };
  return {
    ...(status === '429' && { headers: wait }),
    content: { 'application/json': { schema, examples } },
  };
}

const fault = { field: 'phone', message: 'The phone number is not valid.' };

/** What the API returns with a status, in each of the forms that it is known to use; the usual one first. */
function generalExamples(status: string, isJsonApi: boolean): [string, unknown][] {
  const message = values.errors[Number(status)] ?? 'The request was refused';
  const name = names[status] ?? `refused${status}`;
  const isAboutInput = status === '400' || status === '422';
  const plain = envelope({ message, ...(isAboutInput && { errors: { [fault.field]: [fault.message] } }) });
  if (isJsonApi) {
    const about = { detail: fault.message, source: { pointer: `/data/attributes/${fault.field}` } };
    const error = { status, title: message, ...(isAboutInput ? about : { detail: `${message}.` }) };
    return [
      [name, { errors: [error] }],
      [`${name}InEnvelope`, plain],
    ];
  }
  if (status === '422') {
    return [
      [name, plain],
      [`${name}AsList`, envelope({ message, errors: [{ code: 422, message: fault.message }] })],
    ];
  }
  // One missing token gives a bare 401.
  return status === '401'
    ? [
        [name, plain],
        [`${name}WithoutMessage`, envelope([])],
      ]
    : [[name, plain]];
}

function envelope(meta: Json | unknown[]): Json {
  return { success: false, data: null, meta };
}
