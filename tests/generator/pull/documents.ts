// Small descriptions of the four APIs, as the vendor would publish them.
import { stringify } from 'yaml';
import { type ApiInfo, apiByName } from '../../../scripts/openapi/apis.ts';

type Json = Record<string, unknown>;

export function operation(operationId: string, more: Json = {}): Json {
  const schema = { $ref: '#/components/schemas/Thing' };
  const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } };
  return { operationId, responses, ...more };
}

/** A small description of the API with the four operations one, two, three and four. */
function documentOf(api: ApiInfo): Json & { paths: Record<string, Json>; components: { schemas: Json } } {
  const { title, version, basePath } = api;
  const ids = ['one', 'two', 'three', 'four'];
  return {
    openapi: '3.1.1',
    info: { title, version },
    servers: [{ url: `https://api.alteg.io${basePath}` }],
    paths: Object.fromEntries(ids.map((id) => [`/${id}`, { get: operation(`${api.name}_${id}`) }])),
    components: { schemas: { Thing: { type: 'object' } } },
  };
}

export function yamlOf(
  api: ApiInfo,
  edit: (document: ReturnType<typeof documentOf>) => void = () => {},
): string {
  const document = documentOf(api);
  edit(document);
  return stringify(document, { aliasDuplicateObjects: false });
}

export const v1 = apiByName('v1');

export const v2 = apiByName('v2');

export const changedV1 = yamlOf(v1, ({ paths }) => {
  paths['/five'] = { get: operation('v1_five') };
});
