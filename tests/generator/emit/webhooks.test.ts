// generated/webhooks.ts and its samples, from a tiny description; and the samples of the real contracts.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { webhookSamples } from '../../../generated/webhooks.samples.ts';
import { loadContract } from '../../../scripts/contract/contract.ts';
import { type Contracts, emitWebhookSamples, emitWebhooks } from '../../../scripts/emit/webhooks.ts';
import { lookUp, type OpenApi, type Operation, type Schema } from '../../../scripts/openapi/document.ts';
import { document, json } from './tiny.ts';

const statuses = { type: 'string', enum: ['create', 'delete'] };
const eventOf = (data: Schema, more: object = {}) => ({
  type: 'object',
  required: ['company_id', 'resource', 'resource_id', 'status', 'data'],
  properties: {
    company_id: { type: 'integer' },
    resource: { type: 'string' },
    resource_id: { type: 'integer' },
    status: statuses,
    data,
  },
  ...more,
});
const entity = (more: object = {}): Schema => ({
  type: 'object',
  required: ['id', ...Object.keys(more)],
  properties: { id: { type: 'integer', minimum: 1 }, ...more },
});
const operation = (operationId: string, more: Partial<Operation> = {}): Operation => ({
  operationId,
  responses: { 200: json({}) },
  ...more,
});
const settings = { 'x-altegio-webhook': 'settings' } as const;

function contracts(change: (doc: OpenApi) => void = () => {}): Contracts {
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const developers = document({
    '/hooks': { get: operation('read_hooks', settings), post: operation('write_hooks', settings) },
    '/else': { get: operation('read_else') },
  });
  developers.webhooks = {
    app: {
      post: operation('app_event', {
        'x-altegio-webhook': 'marketplace',
        requestBody: json({ type: 'object' }),
      }),
    },
  };
  developers.components!.schemas = {
    webhook_event: {
      oneOf: [ref('thing_event'), ref('visit_event')],
      discriminator: {
        propertyName: 'resource',
        mapping: {
          thing: ref('thing_event').$ref,
          stuff: ref('thing_event').$ref,
          visit: ref('visit_event').$ref,
        },
      },
    } as unknown as Schema,
    thing_event: eventOf(entity(), { 'x-altegio-data-ids': { resource_id: 'id' } }),
    visit_event: eventOf(entity(), {
      'x-altegio-data-of': 'v1.get_visit',
      'x-altegio-data-ids': { resource_id: 'id' },
    }),
  };
  const envelope = {
    type: 'object',
    required: ['data'],
    properties: { data: entity({ of_v1: { const: true } }) },
  };
  const v1 = document({ '/visit': { get: operation('get_visit', { responses: { 200: json(envelope) } }) } });
  change(developers);
  return { v1, developers };
}

describe('what is emitted', () => {
  const text = emitWebhooks(contracts());

  it('has the data of each resource, once where two share an event, and of another API where the two are the same', () => {
    expect(text).toContain("  thing: components['schemas']['thing_event']['data'];");
    expect(text).toContain("  stuff: components['schemas']['thing_event']['data'];");
    expect(text).toContain("  visit: GetVisitOutput['data'];");
    expect(text).toContain("import type { GetVisitOutput } from './v1.client.ts';");
  });

  it('lists the resources and statuses', () => {
    expect(text).toContain("export const webhookResources = ['thing', 'stuff', 'visit'] as const;");
    expect(text).toContain("export const webhookStatuses = ['create', 'delete'] as const;");
  });

  it('names what the overlays mark', () => {
    expect(text).toContain(
      "export const webhookSettings = { read: 'read_hooks', write: 'write_hooks' } as const;",
    );
    expect(text).toContain("Pick<DevelopersOperations, 'read_hooks' | 'write_hooks'>");
    expect(text).toContain(
      "MarketplaceEvent = operations['app_event']['requestBody']['content']['application/json']",
    );
  });

  it('has one sample of each resource, whose ids agree, the same each time', () => {
    const samples = emitWebhookSamples(contracts());
    expect(emitWebhookSamples(contracts())).toBe(samples);
    const lines = [...samples.matchAll(/^ {2}(\w+): (\{.*\}),$/gm)].map(
      ([, name, json]) => [name!, JSON.parse(json!) as typeof webhookSamples.record] as const,
    );
    expect(lines.map(([name, { resource, status }]) => [name, resource, status])).toEqual([
      ['thing', 'thing', 'update'],
      ['stuff', 'stuff', 'update'],
      ['visit', 'visit', 'update'],
    ]);
    for (const [, { resource_id, data }] of lines) expect(data.id).toBe(resource_id);
    expect(lines.map(([, { data }]) => 'of_v1' in data)).toEqual([false, false, true]);
  });
});

it.each<[string, (doc: OpenApi) => void, RegExp]>([
  [
    'no union of the events',
    (doc) => delete doc.components!.schemas!.webhook_event,
    /no schema webhook_event/,
  ],
  [
    'two operations that read the settings',
    (doc) => Object.assign(doc.paths['/else']!.get!, settings),
    /one GET/,
  ],
  ['none that writes them', (doc) => delete doc.paths['/hooks']!.post, /one write/],
  ['no marketplace event', (doc) => delete doc.webhooks, /one marketplace event/],
  [
    'events with other statuses',
    (doc) => {
      doc.components!.schemas!.thing_event!.properties!.status = { enum: ['x'] } as unknown as Schema;
    },
    /do not have one list of statuses/,
  ],
  [
    'data of an operation that there is none of',
    (doc) => {
      doc.components!.schemas!.visit_event!['x-altegio-data-of'] = 'v1.get_nothing';
    },
    /names get_nothing, which responds with nothing/,
  ],
  [
    'an id where its data has none',
    (doc) => {
      doc.components!.schemas!.visit_event!['x-altegio-data-ids'] = { resource_id: 'visit_id' };
    },
    /x-altegio-data-ids of visit names visit_id/,
  ],
])('refuses a contract with %s', (_, change, message) => {
  const wrong = contracts(change);
  expect(() => emitWebhooks(wrong) + emitWebhookSamples(wrong)).toThrow(message);
});

describe('the samples of the contract', () => {
  let developers: OpenApi;
  beforeAll(async () => {
    developers = await loadContract('developers');
  });

  // The record has the type of v1, whose mock is checked elsewhere.
  it.each(Object.entries(webhookSamples).filter(([name]) => name !== 'record'))(
    '%s is valid',
    (_, sample) => {
      const ajv = new Ajv.default({ strict: false, allErrors: true, logger: false, discriminator: false });
      formats.default(ajv);
      const schema = inlined(developers, { $ref: '#/components/schemas/webhook_event' });
      const validate = ajv.compile(schema as object);
      validate(sample);
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  it('are emitted without a real person', () => {
    const text = readFileSync(new URL('../../../generated/webhooks.samples.ts', import.meta.url), 'utf8');
    expect(text.match(/[\w.]+@(?!example\.com)[\w.]+/g)).toBeNull();
    expect(text.match(/"phone":"(?!1315555)/g)).toBeNull();
  });
});

/** A schema with its references in place; those of events lead in no circles. */
function inlined(doc: OpenApi, schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((each) => inlined(doc, each));
  const { $ref, discriminator: _, ...rest } = schema as { $ref?: string; discriminator?: unknown };
  if ($ref) return inlined(doc, lookUp(doc, $ref));
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inlined(doc, value)]));
}
