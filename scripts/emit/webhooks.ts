// Emits generated/webhooks.ts, what the runtime knows of the events that Altegio sends, and generated/webhooks.samples.ts,
// one generated event of each kind.

import type { ApiName } from '../openapi/apis.ts';
import { type Json, lookUp, type OpenApi, pointerTo, resolve, type Schema } from '../openapi/document.ts';
import { eachOperation, type Place, successesOf } from '../openapi/operations.ts';
import { believable } from './mock/believable.ts';
import { makeUp } from './mock/make-up.ts';
import { headerLine, pascalCase } from './naming.ts';

/** The contracts, by the SDK's names. */
export type Contracts = Readonly<Partial<Record<ApiName, OpenApi>>>;

/** The schema of all events, a union, in the contract of the developer tools. */
const UNION = 'webhook_event';

interface Described {
  resource: string;
  /** The name of the event's schema. */
  schema: string;
  statuses: string[];
  /** The operation that responds with the same `data`. */
  dataOf: { api: ApiName; id: string } | undefined;
  /** The fields of `data` that hold the ids around it. */
  dataIds: Record<string, string>;
}

export function emitWebhooks(contracts: Contracts): string {
  const doc = contractOf(contracts, 'developers');
  const events = eventsOf(doc);
  const settings = eachOperation(doc).filter(
    ({ operation }) => operation['x-altegio-webhook'] === 'settings',
  );
  const read = only(settings, ({ method }) => method === 'get');
  const write = only(settings, ({ method }) => method !== 'get');
  const marketplace = only(
    eachOperation(doc, 'webhooks'),
    ({ operation }) => operation['x-altegio-webhook'] === 'marketplace',
  );
  const names = events.map(({ resource }) => `'${resource}'`);
  const statuses = statusesOf(events).map((status) => `'${status}'`);
  const imports = events.flatMap(({ dataOf }) =>
    dataOf ? [`import type { ${outputOf(dataOf.id)} } from './${dataOf.api}.client.ts';`] : [],
  );
  return [
    headerLine('developers'),
    `import type { DevelopersOperations, ${outputOf(read)}, ${pascalCase(write)}Input } from './developers.client.ts';`,
    "import type { components, operations } from './developers.ts';",
    ...new Set(imports),
    '',
    '/** What an event says of its subject, by resource. */',
    'export interface WebhookData {',
    ...events.map((event) => `  ${event.resource}: ${dataTypeOf(event)};`),
    '}',
    '',
    '/** The resources whose events are described. */',
    `export const webhookResources = [${names.join(', ')}] as const;`,
    `export type WebhookResource = ${names.join(' | ')};`,
    '',
    '/** What can happen to a resource. */',
    `export const webhookStatuses = [${statuses.join(', ')}] as const;`,
    `export type WebhookStatus = ${statuses.join(' | ')};`,
    '',
    '/** What is sent when something happens to a marketplace application in a location. */',
    `export type MarketplaceEvent = operations['${marketplace}']['requestBody']['content']['application/json'];`,
    '',
    '/** The operations that read and write where the events of a location are sent. */',
    `export const webhookSettings = { read: '${read}', write: '${write}' } as const;`,
    '',
    '/** A client that has them. */',
    `export type WebhookSettingsClient = Pick<DevelopersOperations, '${read}' | '${write}'>;`,
    `export type WebhookSettingsInput = ${pascalCase(write)}Input;`,
    `export type WebhookSettings = ${outputOf(read)}['data'];`,
    '',
  ].join('\n');
}

export function emitWebhookSamples(contracts: Contracts): string {
  const views = new Map<ApiName, OpenApi>();
  const viewOf = (api: ApiName) => {
    const view = views.get(api) ?? believable(contractOf(contracts, api));
    views.set(api, view);
    return view;
  };
  const samples = eventsOf(contractOf(contracts, 'developers')).map(
    ({ resource, schema, dataOf, dataIds }) => {
      const event = madeUp(
        viewOf('developers'),
        { $ref: pointerTo('components', 'schemas', schema) },
        resource,
      );
      const source = dataOf
        ? madeUp(viewOf(dataOf.api), responseOf(viewOf(dataOf.api), dataOf.id), resource)
        : event;
      return `  ${resource}: ${JSON.stringify(consistent({ ...event, resource, status: 'update', data: source.data }, dataIds))},`;
    },
  );
  return [
    headerLine('developers'),
    "import type { WebhookData } from './webhooks.ts';",
    '',
    '/** One event of each resource: something was updated. */',
    'export const webhookSamples: {',
    '  readonly [R in keyof WebhookData]: {',
    '    company_id: number;',
    '    resource: R;',
    '    resource_id: number;',
    "    status: 'update';",
    '    data: WebhookData[R];',
    '  };',
    '} = {',
    ...samples,
    '};',
    '',
  ].join('\n');
}

function contractOf(contracts: Contracts, api: ApiName): OpenApi {
  const doc = contracts[api];
  if (!doc) throw new Error(`The webhooks need the contract of ${api}`);
  return doc;
}

/** The events of the union, by resource, in its order. */
function eventsOf(doc: OpenApi): Described[] {
  const { discriminator } = (doc.components?.schemas?.[UNION] ?? {}) as {
    discriminator?: { mapping: Record<string, string> };
  };
  if (!discriminator) throw new Error(`The contract has no schema ${UNION} with a discriminator`);
  return Object.entries(discriminator.mapping).map(([resource, reference]) => {
    const schema = resolve<Schema>(doc, { $ref: reference });
    const { status } = schema.properties ?? {};
    const [api, id] = String(schema['x-altegio-data-of'] ?? '').split('.') as [ApiName, string?];
    return {
      resource,
      schema: reference.split('/').at(-1)!,
      statuses: (status?.enum ?? []) as string[],
      dataOf: id === undefined ? undefined : { api, id },
      dataIds: (schema['x-altegio-data-ids'] ?? {}) as Record<string, string>,
    };
  });
}

function dataTypeOf({ schema, dataOf }: Described): string {
  return dataOf ? `${outputOf(dataOf.id)}['data']` : `components['schemas']['${schema}']['data']`;
}

/** The name of the type of what an operation resolves to, in its API's client. */
function outputOf(id: string): string {
  return `${pascalCase(id)}Output`;
}

/** One list for all: what the runtime checks a status against does not ask for the resource. */
function statusesOf(events: Described[]): string[] {
  const [first, ...others] = [...new Set(events.map(({ statuses }) => statuses.join()))];
  if (!first || others.length > 0) throw new Error(`The events of ${UNION} do not have one list of statuses`);
  return first.split(',');
}

function only(places: Place[], fits: (place: Place) => boolean): string {
  const [found, ...others] = places.filter(fits);
  if (!found || others.length > 0)
    throw new Error(
      'x-altegio-webhook must mark one GET and one write of the settings, and one marketplace event',
    );
  return found.operation.operationId;
}

function responseOf(view: OpenApi, id: string): Schema {
  const place = eachOperation(view).find(({ operation }) => operation.operationId === id);
  const [success] = place ? successesOf(view, place.operation) : [];
  const schema = success?.body.content?.['application/json']?.schema;
  if (!schema) throw new Error(`x-altegio-data-of names ${id}, which responds with nothing`);
  return schema;
}

function madeUp(view: OpenApi, schema: Schema, seed: string): Json {
  return makeUp(schema, { seed, lookUp: (reference) => lookUp(view, reference) as Schema }) as Json;
}

/** The ids around `data` are those in it, where the overlay says which. */
function consistent(event: Json, dataIds: Record<string, string>): Json {
  const data = event.data as Json;
  const ids = Object.entries(dataIds).map(([name, field]) => {
    if (data[field] === undefined)
      throw new Error(`x-altegio-data-ids of ${event.resource} names ${field}, which its data does not have`);
    return [name, data[field]];
  });
  return { ...event, ...(Object.fromEntries(ids) as Json) };
}
