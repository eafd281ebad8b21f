// Query parameters whose name ends in [] are repeated keys to the server, whatever their schema says.

import { type OpenApi, resolve, type Schema } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { ownParameters } from './parameters.ts';

/** Makes them arrays, one key per value. */
export function* queryActions(doc: OpenApi): Generator<OverlayAction> {
  for (const { operation } of eachOperation(doc)) {
    for (const { parameter, target } of ownParameters(operation)) {
      const { name, schema } = parameter;
      if (parameter.in !== 'query' || !name.endsWith('[]')) continue;
      if (schema && resolve<Schema>(doc, schema).type !== 'array') {
        const description = 'The brackets in the name make this a list; the schema is that of one value.';
        yield { target: `${target}.schema`, description, remove: true };
        yield { target, description, update: { schema: { type: 'array', items: schema } } };
      }
      if (parameter.explode === false) {
        const description =
          'The brackets in the name demand repeated keys; with commas the server sees one value.';
        yield { target, description, update: { explode: true } };
      }
    }
  }
}
