// Puts the mock's own touch to what Prism made up: lists that end, and errors that say something.

import { createRequire } from 'node:module';
import type { PrismHttpComponents } from '@stoplight/prism-http';
import type { Paging } from '../../operations/operation.ts';
import { type Asked, pageOf } from './pages.ts';
import { faultsByField, refusalOf } from './refusals.ts';

type Answerer = PrismHttpComponents['mock'];

// Prism does not export the part that makes an answer of a request that it has checked.
const { default: answer } = createRequire(import.meta.url)('@stoplight/prism-http/dist/mocker') as {
  default: Answerer;
};

/** Prism's answers with ours on top; Prism checks the result against the description. */
export function answering(pagings: ReadonlyMap<string, Paging>): Answerer {
  return (options) => (logger) => {
    const result = answer(options)(logger);
    if (result._tag === 'Left') {
      const { validations } = options.input;
      if (validations.length === 0) return result;
      // Where the description has no 422, Prism's own answer says that, and not what is wrong.
      const detail = 'The description refuses this request';
      const additional = { errors: faultsByField(validations) };
      return { ...result, left: Object.assign(result.left, { detail, additional }) };
    }
    const { right: output } = result;
    const { method, path } = options.resource;
    const paging = pagings.get(`${method} ${path}`);
    if (output.statusCode >= 400) {
      const body = refusalOf(path, output.statusCode, options.input.validations);
      return { ...result, right: { ...output, body } };
    }
    if (!paging) return result;
    const { url, body } = options.input.data;
    const asked = (paging.in === 'query' ? url.query : body) as Asked | null | undefined;
    return { ...result, right: { ...output, body: pageOf(paging, asked ?? {}, output.body) } };
  };
}
