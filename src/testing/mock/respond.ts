// Responds to a request that Prism has routed and checked: with the example of the contract, or with made-up values.
import type { IHttpOperationConfig, PrismHttpComponents } from '@stoplight/prism-http';
import type { Paging } from '../../operations/operation.ts';
import type { JsonSchema } from '../contract.ts';
import { type Asked, pageOf } from '../pages.ts';
import type { makerWith } from './made-up.ts';
import type { MockOperation } from './operations.ts';
import type { Prism } from './prism.ts';
import { type Diagnostic, faultsByField, refusalWith } from './refusals.ts';

type Mocker = PrismHttpComponents['mock'];

type MakeUp = ReturnType<typeof makerWith>;

type Input = Parameters<Mocker>[0]['input'];

type Response = MockOperation['responses'][number];

/** Prism's own part for this takes no notice of pages, nor does it say in its refusals what is wrong. */
export function responding(prism: Prism, paging: Paging | undefined, makeUp: MakeUp): Mocker {
  return ({ resource, input, config }) =>
    () => {
      const response = responseTo(prism, resource, input, config);
      if (response instanceof Error) return { _tag: 'Left', left: response };
      const statusCode = Number(response.code);
      const content = contentOf(response, input.data.headers?.accept);
      const body = content && bodyOf(content, config, statusCode, makeUp);
      return {
        _tag: 'Right',
        right: {
          statusCode,
          headers: content ? { 'content-type': content.mediaType } : {},
          body: settled(body, statusCode, input, paging),
        },
      };
    };
}

/** The response that the caller asked for, that says what is wrong with the request, or that of a success. */
function responseTo(
  { ProblemJsonError, NOT_FOUND, UNAUTHORIZED, UNPROCESSABLE_ENTITY }: Prism,
  { responses }: MockOperation,
  { validations }: Input,
  { code, exampleKey }: IHttpOperationConfig,
): Response | Error {
  const described = (wanted: number) => responses.find((each) => each.code === String(wanted));
  if (validations.length > 0) {
    const isUnauthorized = validations.some((each) => each.code === 401);
    const found = isUnauthorized ? described(401) : (described(422) ?? described(400));
    if (found) return found;
    const detail = 'The description refuses this request';
    const errors = faultsByField(validations as Diagnostic[]);
    return ProblemJsonError.fromTemplate(isUnauthorized ? UNAUTHORIZED : UNPROCESSABLE_ENTITY, detail, {
      errors,
    });
  }
  const shows = ({ contents = [] }: Response) =>
    contents.some(({ examples = [] }) => examples.some(({ key }) => key === exampleKey));
  // An example's name says its status too.
  const named = exampleKey === undefined ? undefined : responses.find(shows);
  const success = responses.find((each) => each.code.startsWith('2'));
  const found = code === undefined ? (named ?? success) : described(code);
  return (
    found ?? ProblemJsonError.fromTemplate(NOT_FOUND, `The description has no response ${code ?? '2xx'} here`)
  );
}

type Content = NonNullable<Response['contents']>[number];

/** In the form that the caller accepts, else in the first. */
function contentOf({ contents = [] }: Response, accept = ''): Content | undefined {
  const accepted = accept.split(',').map((each) => each.split(';')[0]!.trim());
  return contents.find(({ mediaType }) => accepted.includes(mediaType)) ?? contents[0];
}

function bodyOf(
  { schema, examples = [] }: Content,
  config: IHttpOperationConfig,
  status: number,
  makeUp: MakeUp,
): unknown {
  const example = examples.find(({ key }) => key === config.exampleKey) ?? examples[0];
  if (example && 'value' in example && (!config.dynamic || status >= 400)) return example.value;
  return schema && makeUp(schema as JsonSchema, { seed: config.seed });
}

function settled(
  body: unknown,
  status: number,
  { data, validations }: Input,
  paging: Paging | undefined,
): unknown {
  if (status >= 400) return validations.length > 0 ? refusalWith(body, validations as Diagnostic[]) : body;
  if (!paging) return body;
  const asked = (paging.in === 'query' ? data.url.query : data.body) as Asked | null | undefined;
  return pageOf(paging, asked ?? {}, body);
}
