// The input types of generated/<api>.client.ts: which fields stand in them, and what has a name.
import { expect, it } from 'vitest';
import { emitClient } from '../../../scripts/emit/client.ts';
import { emitTypes } from '../../../scripts/emit/types.ts';
import type { OpenApi, Schema } from '../../../scripts/openapi/document.ts';
import { document, json, single, user } from './tiny.ts';

const client = async (doc: OpenApi) => emitClient(doc, await emitTypes(doc, 'tiny'), 'tiny', 'v1');

const fields = (count: number): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`f${index}`, { type: 'string' }]),
  ),
});

/** One operation that takes a body, and the schemas beside it. */
function sending(body: Schema, schemas: Record<string, Schema> = {}): OpenApi {
  const doc = single({ requestBody: { required: true, ...json(body) } }, 'post');
  return { ...doc, components: { ...doc.components, schemas } };
}

it('describes a field in plain words, without tags', async () => {
  const properties = {
    size: { type: 'integer', format: 'int32', description: 'items per page' },
    day: { type: 'string', format: 'date', description: 'first day', default: '2020-01-01' },
    order: { type: 'string', enum: ['asc', 'desc'] },
  };
  const text = await client(sending({ type: 'object', properties }));
  expect(text).toContain(`  body: {
    /** items per page */
    size?: number;
    /**
     * first day
     *
     * Format: date
     * @default 2020-01-01
     */
    day?: Date_YYYYMMDD;
    order?: "asc" | "desc";
  };
`);
});

it('puts a small schema in the place of its name', async () => {
  const text = await client(sending({ $ref: '#/components/schemas/small' }, { small: fields(2) }));
  expect(text).toContain('  body: {\n    f0?: string;\n    f1?: string;\n  };\n');
  expect(text).not.toContain('components');
});

it('names a large body after its operation', async () => {
  const inline = await client(sending(fields(30)));
  expect(inline).toContain('  body: GetThingBody;\n');
  expect(inline).toContain(
    "export type GetThingBody = operations['get_thing']['requestBody']['content']['application/json'];",
  );
  const referred = await client(sending({ $ref: '#/components/schemas/large' }, { large: fields(30) }));
  expect(referred).toContain('  body: GetThingBody;\n');
});

it('names a large schema inside of a body, and one that contains itself', async () => {
  const node = {
    type: 'object',
    properties: { next: { $ref: '#/components/schemas/tree_node' } },
  };
  const body = {
    type: 'object',
    properties: {
      rows: { type: 'array', items: { $ref: '#/components/schemas/large' } },
      tree: { $ref: '#/components/schemas/tree_node' },
    },
  };
  const text = await client(sending(body, { large: fields(30), tree_node: node }));
  expect(text).toContain("export type Large = components['schemas']['large'];");
  expect(text).toContain('    rows?: Large[];\n    tree?: {\n      next?: TreeNode;\n    };\n');
});

it('puts a union into brackets where it has to', async () => {
  const either = { type: ['string', 'integer'] };
  const body = { type: 'array', items: { $ref: '#/components/schemas/either' } };
  expect(await client(sending(body, { either }))).toContain('  body: (string | number)[];\n');
});

it('refuses a schema that would share its name with the type of an operation', async () => {
  const body = {
    type: 'object',
    properties: { rows: { type: 'array', items: { $ref: '#/components/schemas/get_thing_input' } } },
  };
  await expect(client(sending(body, { get_thing_input: fields(30) }))).rejects.toThrow(
    'an operation share the name GetThingInput',
  );
});

it('takes nothing but options where an operation has no parameters', async () => {
  const doc = document({ '/things': { get: { operationId: 'list', security: user, responses: {} } } });
  expect(await client(doc)).toContain('export type ListInput = CallOptions;\n');
});
