// The contract: what holds for all four APIs once every overlay is applied, and what a new edition breaks.
import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { correct, loadContract, loadSnapshot } from '../../../scripts/contract/contract.ts';
import { demandsFields } from '../../../scripts/contract/description/bodies.ts';
import { isOwned } from '../../../scripts/contract/description/headers.ts';
import type { Evidence } from '../../../scripts/contract/evidence/evidence.ts';
import { readOverlay } from '../../../scripts/contract/overlay-document.ts';
import { type ApiName, apis } from '../../../scripts/openapi/apis.ts';
import {
  type Body,
  type Json,
  methods,
  type OpenApi,
  type Operation,
  type Parameter,
  resolve,
  type Schema,
} from '../../../scripts/openapi/document.ts';
import { bodyKind, eachOperation, operationsOf } from '../../../scripts/openapi/operations.ts';
import { api, description, operation } from './tiny.ts';

describe.each(apis)('the contract of $vendor', ({ name }) => {
  let contract: OpenApi;
  beforeAll(async () => {
    contract = await contractOf(name);
  });

  test('has every operation of the description, except those that nobody can call', async () => {
    const uncallable = ['fiscalize_document', 'marketplace_webhook'];
    const published = ids(await loadSnapshot(name)).filter((id) => !uncallable.includes(id));
    expect(published.length).toBeGreaterThan(15);
    expect(ids(contract)).toEqual(expect.arrayContaining(published));
    expect(ids(contract)).not.toEqual(expect.arrayContaining(uncallable));
  });

  test('has no header that the client owns', () => {
    const items = [...Object.values(contract.paths), ...Object.values(contract.webhooks ?? {})];
    const lists = items.flatMap((item) => [item, ...methods.map((method) => item[method])]);
    const used = lists.flatMap((list) => list?.parameters ?? []);
    const parameters = [...used, ...Object.values(contract.components?.parameters ?? {})];
    expect(parameters.filter((parameter) => isOwned(resolve<Parameter>(contract, parameter)))).toEqual([]);
  });

  test('has no path that starts with /api/ or holds a URL', () => {
    expect(Object.keys(contract.paths).filter((path) => /^\/api\/|:\/\//.test(path))).toEqual([]);
  });

  test('says of every request body how it is sent, and demands it where it has required fields', () => {
    for (const entry of operationsOf(contract)) {
      const { operation, body } = entry;
      if (!body) continue;
      expect(Object.keys(body.content ?? {}), operation.operationId).not.toContain('*/*');
      expect(bodyKind(entry), operation.operationId).toMatch(/^(json|multipart)$/);
      const schemas = Object.values(body.content ?? {}).map(({ schema }) => schema);
      if (schemas.some((schema) => demandsFields(contract, schema))) {
        expect(body.required, operation.operationId).toBe(true);
      }
    }
  });

  test('pages every operation that takes a page, by parameters and fields that exist', () => {
    for (const { operation } of eachOperation(contract)) {
      const inputs = pageInputs(contract, operation);
      const paging = operation['x-altegio-paging'] as Paging | undefined;
      // It fetches one product: the path demands an id, and with an id the page is ignored.
      const pages = inputs.some((input) => input.name === 'page') && operation.operationId !== 'get_product';
      if (!paging) expect(pages, `${operation.operationId} takes a page`).toBe(false);
      else expect(pagingProblems(contract, operation, paging), operation.operationId).toEqual([]);
    }
  });

  test('marks as safe or unsafe only what the method does not say', () => {
    for (const { operation, method } of eachOperation(contract)) {
      if (!('x-altegio-safe' in operation)) continue;
      expect(operation['x-altegio-safe'], operation.operationId).toBe(method !== 'get');
    }
  });

  test('names replacements that exist, of deprecated operations', async () => {
    for (const { operation } of eachOperation(contract)) {
      const replacement = operation['x-altegio-replaced-by'];
      if (replacement === undefined) continue;
      expect(operation.deprecated, operation.operationId).toBe(true);
      const [other, id] = String(replacement).split('.') as [ApiName, string];
      expect(ids(await contractOf(other))).toContain(id);
    }
  });
});

test('a contract is a fresh copy for every caller', async () => {
  const first = await loadContract('developers');
  first.paths = {};
  expect(Object.keys((await loadContract('developers')).paths)).not.toEqual([]);
});

describe('a description that has outgrown its corrections', () => {
  const published = description({
    '/moved': { get: operation({ parameters: [{ name: 'Accept', in: 'header' }] }) },
  });
  const written = ['20-a.yaml', '30-b.yaml'].map((file) => {
    const actions = ['get_gone', 'get_thing'].map((id) => ({
      target: `$.paths[*][?@.operationId=='${id}']`,
      description: `why ${id}`,
      update: { [`x-altegio-${file}`]: true },
    }));
    return readOverlay(stringify({ overlay: '1.0.0', info: published.info, actions }), file);
  });
  const evidence: Evidence[] = ['get_gone#/responses/200', 'get_thing#/responses/404'].map((at, index) => {
    return { at, kind: 'type', seen: { type: 'string' }, place: `${index + 1}:3` };
  });

  test('is refused with every action and every entry of the evidence at once, by file, line and operation', () => {
    let message = '';
    try {
      correct({ ...api, vendor: 'b2b-v1' }, { snapshot: published, evidence, written });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split('\n')).toEqual([
      'openapi/b2b-v1.yaml has outgrown its corrections.',
      'openapi/evidence/b2b-v1.yaml:1:3: get_gone#/responses/200: leads nowhere in openapi/b2b-v1.yaml',
      'openapi/evidence/b2b-v1.yaml:2:3: get_thing#/responses/404: leads nowhere in openapi/b2b-v1.yaml',
      '20-a.yaml:6:5: get_gone: there is no such operation (why get_gone)',
      '30-b.yaml:6:5: get_gone: there is no such operation (why get_gone)',
      'What to do: openapi/README.md, "After a pull".',
    ]);
  });
});

interface Paging {
  style: string;
  in: string;
  page: string;
  size: string;
  max?: number;
  items: string;
  total?: string;
  key?: string;
}

const places: Record<string, string[]> = {
  'page-count': ['query', 'body'],
  'page-body': ['body'],
  'page-limit': ['query'],
  'date-cursor': ['body'],
};

const loading = new Map<ApiName, Promise<OpenApi>>();

function contractOf(name: ApiName): Promise<OpenApi> {
  const contract = loading.get(name) ?? loadContract(name);
  loading.set(name, contract);
  return contract;
}

function ids(doc: OpenApi): string[] {
  return eachOperation(doc).map(({ operation }) => operation.operationId);
}

function pageInputs(doc: OpenApi, operation: Operation): { name: string; in: string; schema: Schema }[] {
  const query = (operation.parameters ?? [])
    .map((parameter) => resolve<Parameter>(doc, parameter))
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => ({ name: parameter.name, in: 'query', schema: parameter.schema ?? {} }));
  const content = operation.requestBody && resolve<Body>(doc, operation.requestBody).content;
  const fields = resolve<Schema>(doc, content?.['application/json']?.schema ?? {}).properties ?? {};
  return [...query, ...Object.entries(fields).map(([name, schema]) => ({ name, in: 'body', schema }))];
}

function pagingProblems(doc: OpenApi, operation: Operation, paging: Paging): string[] {
  const problems: string[] = [];
  const inputs = pageInputs(doc, operation);
  const find = (name: string) => inputs.find((input) => input.name === name && input.in === paging.in);
  if (!places[paging.style]?.includes(paging.in)) problems.push(`${paging.style} in ${paging.in}`);
  for (const name of [paging.page, paging.size]) if (!find(name)) problems.push(`no parameter ${name}`);
  const declared = (find(paging.size)?.schema as Json | undefined)?.maximum;
  if (declared !== undefined && declared !== paging.max) problems.push(`max is declared as ${declared}`);
  const body = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  const schema = body && resolve<Body>(doc, body).content?.['application/json']?.schema;
  for (const path of paging.items.split('+')) {
    const items = schemaAt(doc, schema, path);
    if (items?.type !== 'array') problems.push(`${path} is not an array`);
    const item = items?.items && resolve<Schema>(doc, items.items);
    if (paging.key && !item?.properties?.[paging.key])
      problems.push(`items of ${path} have no ${paging.key}`);
  }
  if (paging.total && !/integer|number/.test(String(schemaAt(doc, schema, paging.total)?.type))) {
    problems.push(`${paging.total} is not a number`);
  }
  return problems;
}

function schemaAt(doc: OpenApi, schema: Schema | undefined, path: string): Schema | undefined {
  let current = schema && resolve<Schema>(doc, schema);
  for (const key of path.split('.')) {
    const next = current?.properties?.[key];
    current = next && resolve<Schema>(doc, next);
  }
  return current;
}
