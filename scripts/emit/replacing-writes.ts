// For generated/recipes.ts: the writes that replace, with what their bodies take and where the GET has it.

import { type Body, type OpenApi, resolve, type Schema } from '../openapi/document.ts';
import { eachOperation, successesOf } from '../openapi/operations.ts';

/**
 * What a value of a body is: `s` text, `n` number, `b` switch, `o` object with free names, several of them where several are
 * taken; a list with the kind of its entries; or an object by its fields.
 */
export type Kind = string | [Kind] | { [field: string]: Kind };

/** A write that replaces. */
export interface ReplacingWrite {
  id: string;
  facts: {
    /** The GET that shows what is there. */
    read: string;
    /** The fields of the body that are part of the thing. */
    fields: Record<string, Kind>;
    /** Fields that say how to write. */
    flags: string[];
    /** Fields that the response has under another name. */
    from: Record<string, string>;
    /** Fields by their other names, of earlier and later editions. */
    alike?: Record<string, string>;
  };
}

export function replacingWrites(doc: OpenApi): ReplacingWrite[] {
  const all = eachOperation(doc);
  return all.flatMap(({ operation, path }) => {
    const { operationId: id, 'x-altegio-replaces': mark } = operation;
    if (!mark) return [];
    const { read, flags = [], from = {} } = mark;
    const get = all.find((each) => each.operation.operationId === read);
    if (get?.method !== 'get' || get.path !== path)
      throw new Error(`${id}: x-altegio-replaces names ${read}, which is not the GET of its path`);
    const body = propertiesOf(doc, jsonOf(resolve<Body>(doc, operation.requestBody ?? {})));
    const data = propertiesOf(doc, propertiesOf(doc, jsonOf(successesOf(doc, get.operation)[0]?.body)).data);
    // Of the names of one thing, the response has the one that is taken.
    const alike = Object.fromEntries(
      (operation['x-altegio-families'] ?? []).flatMap(({ names }) => {
        const taken = names.find((name) => name in from || name in data) ?? names[0]!;
        return names.filter((name) => name !== taken).map((name) => [name, taken]);
      }),
    );
    const fields = Object.entries(body).filter(([name]) => !flags.includes(name) && !(name in alike));
    const hidden = fields.filter(
      ([name]) => !(Object.hasOwn(from, name) ? from[name]! in data : name in data),
    );
    const unknown = [...flags, ...Object.keys(from)].filter((name) => !(name in body));
    if (hidden.length > 0 || unknown.length > 0)
      throw new Error(
        `${id}: x-altegio-replaces does not fit, see ${[...hidden.map(([name]) => name), ...unknown].join(', ')}`,
      );
    const more = Object.keys(alike).length > 0 && { alike };
    const kinds = fields.map(([name, schema]) => [name, kindOf(doc, schema)] as const);
    return [{ id, facts: { read, fields: Object.fromEntries(kinds), flags, from, ...more } }];
  });
}

function jsonOf(body: Body | undefined): Schema | undefined {
  return body?.content?.['application/json']?.schema as Schema | undefined;
}

function propertiesOf(doc: OpenApi, schema: Schema | undefined): Record<string, Schema> {
  if (!schema) return {};
  const { properties = {}, allOf = [] } = resolve<Schema>(doc, schema);
  return Object.assign({}, ...allOf.map((each) => propertiesOf(doc, each as Schema)), properties) as Record<
    string,
    Schema
  >;
}

function kindOf(doc: OpenApi, schema: Schema): Kind {
  const { type, items, anyOf = [], oneOf = [] } = resolve<Schema>(doc, schema);
  const parts = [...anyOf, ...oneOf].map((each) => kindOf(doc, each as Schema));
  const types = [type ?? []].flat();
  if (types.includes('array')) return [kindOf(doc, (items ?? {}) as Schema)];
  const properties = Object.entries(propertiesOf(doc, schema));
  if (properties.length > 0)
    return Object.fromEntries(properties.map(([name, each]) => [name, kindOf(doc, each)]));
  const letters = types.map(
    (each) => ({ string: 's', number: 'n', integer: 'n', boolean: 'b', object: 'o' })[each as string] ?? '',
  );
  return [...new Set([...letters, ...parts])].join('');
}
