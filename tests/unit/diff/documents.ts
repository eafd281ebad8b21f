// Small descriptions to compare: one operation that takes and returns what a test says.
import type { Change } from '../../../src/diff/change.ts';
import { compareDocuments } from '../../../src/diff/compare.ts';
import type { Node } from '../../../src/diff/document.ts';

/** A description with these paths, and these schemas below `components`. */
export function description(paths: Node, schemas: Node = {}, more: Node = {}): Node {
  return { openapi: '3.1.0', info: { title: 'Tiny', version: '1' }, paths, components: { schemas }, ...more };
}

/** A description with one operation, `PUT /things/{id}`. */
export function withOperation(operation: Node, schemas: Node = {}): Node {
  return description({ '/things/{id}': { put: { ...thing, ...operation } } }, schemas);
}

const thing = {
  operationId: 'change_thing',
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
  responses: { 200: { content: { 'application/json': { schema: { type: 'object' } } } } },
};

/** The same with more parameters. */
export function withParameters(...parameters: Node[]): Node {
  return withOperation({ parameters: [...thing.parameters, ...parameters] });
}

export function json(schema: Node): Node {
  return { 'application/json': { schema } };
}

/** The operation with a schema that is sent, or received below `data`. */
export const sending = (schema: Node) =>
  withOperation({ requestBody: { content: json({ type: 'object', properties: { a: schema } }) } });
export const receiving = (schema: Node) =>
  withOperation({
    responses: {
      200: {
        content: json({
          type: 'object',
          properties: { data: { type: 'object', properties: { a: schema } } },
        }),
      },
    },
  });

/** What a comparison finds, in short: `breaking field-removed body a`. */
export function found(before: Node, after: Node): string[] {
  return compareDocuments(before, after).map(short);
}

export function short({ severity, kind, at }: Change): string {
  return [severity, kind, at].filter(Boolean).join(' ');
}
