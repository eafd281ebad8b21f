// Writes an example of every successful response into the mock view: generated once, so that a mock has nothing to invent.

import { pageOf } from '../../../src/testing/pages.ts';
import {
  type Body,
  isObject,
  lookUp,
  type OpenApi,
  type Paging,
  pointerTo,
  resolve,
  type Schema,
  valueAt,
} from '../../openapi/document.ts';
import { operationsOf } from '../../openapi/operations.ts';
import { pagingOf } from '../operation-table.ts';
import { makeUp } from './make-up.ts';

/** Changes the document. Responses of one schema share an example, unless one of them is a page. */
export function addExamples(doc: OpenApi): void {
  doc.components ??= {};
  doc.components.examples ??= {};
  const { examples } = doc.components;
  for (const { id, operation } of operationsOf(doc)) {
    const paging = operation['x-altegio-paging'];
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      const media = Object.values(resolve<Body>(doc, response).content ?? {});
      const schema = media.find((each) => each.schema)?.schema;
      // Failures have theirs.
      if (!schema || media.some((each) => each.examples)) continue;
      const shared = paging ? undefined : schema.$ref?.split('/').at(-1);
      const name = shared ?? `${id}_${status}`;
      examples[name] ??= { value: success(doc, schema, name, paging) };
      for (const each of media)
        each.examples = { [name]: { $ref: pointerTo('components', 'examples', name) } };
    }
  }
}

function success(doc: OpenApi, schema: Schema, seed: string, paging: Paging | undefined): unknown {
  const value = makeUp(schema, { seed, lookUp: (reference) => lookUp(doc, reference) as Schema });
  return paging ? onlyPage(pagingOf(paging), value) : value;
}

/** A page that states itself to be the only one, since a plain mock returns the same for every page. */
function onlyPage(paging: ReturnType<typeof pagingOf>, value: unknown): unknown {
  const page = pageOf(paging, { [paging.page]: 1, [paging.size]: paging.max }, value);
  if (!isObject(page) || paging.total || paging.style === 'date-cursor') return page;
  const meta = isObject(page.meta) ? page.meta : {};
  if (meta.pagination) return page;
  const lists = paging.items.map((path) => valueAt(page, path));
  return { ...page, meta: { ...meta, total_count: lists.flat().length } };
}
