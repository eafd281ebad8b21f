// What a change of an operation, its parameters, body or responses means for a client.
import { describe, expect, it } from 'vitest';
import { compareDocuments } from '../../../src/diff/compare.ts';
import type { Node } from '../../../src/diff/document.ts';
import { kinds } from '../../../src/diff/kinds.ts';
import { description, found, json, withOperation, withParameters } from './documents.ts';

const query = (name: string, more: Node = {}) => ({ name, in: 'query', schema: { type: 'string' }, ...more });
const list = (more: Node) => query('ids', { schema: { type: 'array', items: { type: 'integer' } }, ...more });
const at = (path: string, method: string, operation: Node = {}) =>
  description({ [path]: { [method]: { operationId: 'get_thing', responses: {}, ...operation } } });
const body = (more: Node = {}) =>
  withOperation({ requestBody: { content: json({ type: 'object' }), ...more } });
const envelope = (...names: string[]) =>
  json({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'object' }])) });
const responses = (map: Node) => withOperation({ responses: map });
const success = { content: json({ type: 'object' }) };
const failure = (schema: Node) => ({ 200: success, 404: { content: json(schema) } });
const plain = withOperation({});

const rows: [finding: string, was: Node, is: Node][] = [
  ['additive operation-added', description({}), at('/a', 'get')],
  ['breaking operation-removed', at('/a', 'get'), description({})],
  ['breaking operation-renamed', at('/a', 'get'), at('/a', 'get', { operationId: 'read_thing' })],
  ['moved operation-moved', at('/a', 'get'), at('/b', 'get')],
  ['moved method-changed', at('/a', 'get'), at('/a', 'post')],
  [
    'moved host-changed',
    at('/a', 'get', { servers: [{ url: 'https://a' }] }),
    at('/a', 'get', { servers: [{ url: 'https://b' }] }),
  ],
  ['additive operation-deprecated', at('/a', 'get'), at('/a', 'get', { deprecated: true })],
  ['additive operation-restored', at('/a', 'get', { deprecated: true }), at('/a', 'get')],
  [
    'breaking token-required',
    withOperation({ security: [{ BearerPartner: [] }] }),
    withOperation({ security: [{ BearerPartnerUser: [] }] }),
  ],
  [
    'additive token-spared',
    withOperation({ security: [{ BearerPartner: [] }] }),
    withOperation({ security: [] }),
  ],
  ['additive pages-changed', plain, withOperation({ 'x-altegio-paging': { style: 'page-count' } })],
  ['additive retries-changed', plain, withOperation({ 'x-altegio-safe': true })],
  ['docs texts-changed', withOperation({ summary: 'One' }), withOperation({ summary: 'Other' })],
  ['additive unnamed-change', plain, withOperation({ callbacks: { event: {} } })],

  ['additive parameter-added query q', plain, withParameters(query('q'))],
  ['breaking required-parameter-added query q', plain, withParameters(query('q', { required: true }))],
  ['breaking parameter-removed query q', withParameters(query('q')), plain],
  [
    'breaking parameter-renamed query staff_id',
    withParameters(query('staff_id')),
    withParameters(query('team_member_id')),
  ],
  [
    'additive name-added query team_member_id',
    withOperation({ parameters: [query('staff_id')] }),
    withOperation({
      parameters: [query('team_member_id'), query('staff_id', { deprecated: true })],
      'x-altegio-families': [{ names: ['team_member_id', 'staff_id'], required: false }],
    }),
  ],
  [
    'breaking parameter-relocated query q',
    withParameters(query('q')),
    withParameters(query('q', { in: 'header' })),
  ],
  [
    'breaking parameter-became-required query q',
    withParameters(query('q')),
    withParameters(query('q', { required: true })),
  ],
  [
    'additive parameter-became-optional query q',
    withParameters(query('q', { required: true })),
    withParameters(query('q')),
  ],
  [
    'moved parameter-form-changed query ids',
    withParameters(list({})),
    withParameters(list({ explode: false })),
  ],

  ['additive body-added body', plain, body()],
  ['breaking required-body-added body', plain, body({ required: true })],
  ['breaking body-removed body', body(), plain],
  ['breaking body-became-required body', body(), body({ required: true })],
  ['additive body-became-optional body', body({ required: true }), body()],
  [
    'moved body-encoding-changed body',
    body(),
    body({ content: { 'multipart/form-data': { schema: { type: 'object' } } } }),
  ],

  [
    'breaking envelope-changed 200 data',
    responses({ 200: { content: envelope('success', 'data') } }),
    responses({ 200: { content: envelope('success') } }),
  ],
  ['breaking response-body-removed 200', plain, responses({ 200: {} })],
  ['additive response-body-added 200', responses({ 200: {} }), plain],
  ['breaking response-type-changed 200', plain, responses({ 200: { content: { 'application/pdf': {} } } })],
  ['additive success-status-added 202', plain, responses({ 200: success, 202: success })],
  ['additive success-status-removed 202', responses({ 200: success, 202: success }), plain],
  ['moved success-status-changed 201', plain, responses({ 201: success })],
  ['additive error-status-added 404', plain, responses(failure({ type: 'object' }))],
  ['additive error-status-removed 404', responses(failure({ type: 'object' })), plain],
  [
    'additive error-body-changed 404',
    responses(failure({ type: 'object' })),
    responses(failure({ type: 'array' })),
  ],
];

describe('a change of an operation', () => {
  it.each(rows)('%s', (finding, was, is) => {
    expect(found(was, is)).toEqual([finding]);
    expect(found(was, was)).toEqual([]);
  });

  it('of a name that stays beside a new one breaks nobody, whatever form says that either will do', () => {
    const properties = { staff_id: { type: 'number' } };
    const was = body({ content: json({ type: 'object', properties, required: ['staff_id'] }) });
    const either = [{ required: ['team_member_id'] }, { required: ['staff_id'] }];
    const today = { ...properties, team_member_id: { type: 'number' } };
    const is = body({
      content: json({ type: 'object', properties: today, anyOf: either }),
    });
    const [path = ''] = Object.keys(is.paths as object);
    const [operation] = Object.values((is.paths as Record<string, Record<string, Node>>)[path]!);
    operation!['x-altegio-families'] = [{ names: ['team_member_id', 'staff_id'], required: true }];
    expect(found(was, is)).toEqual(['additive name-added body team_member_id']);
  });

  it('is tested for every kind that has one meaning', () => {
    const single = Object.entries(kinds).filter(
      ([, meaning]) => !('request' in meaning && 'response' in meaning),
    );
    expect([...new Set(rows.map(([finding]) => finding.split(' ')[1]))].sort()).toEqual(
      single.map(([kind]) => kind).sort(),
    );
  });
});

describe('an operation that moves', () => {
  it('is compared where it is now, with its parameters by their place in the path', () => {
    const place = (path: string, name: string) =>
      at(path, 'get', { parameters: [{ name, in: 'path', required: true, schema: { type: 'integer' } }] });
    expect(
      found(place('/company/{company_id}', 'company_id'), place('/locations/{location_id}', 'location_id')),
    ).toEqual(['moved operation-moved', 'breaking parameter-renamed path company_id']);
  });

  it('is none where the name of a path parameter alone is another', () => {
    const place = (name: string) =>
      at(`/things/{${name}}`, 'get', { parameters: [{ name, in: 'path', required: true, schema: {} }] });
    expect(found(place('id'), place('thing_id'))).toEqual(['breaking parameter-renamed path id']);
  });
});

describe('what counts as sent', () => {
  it('is no header that OpenAPI ignores', () => {
    const header = { name: 'Accept', in: 'header', required: true, schema: { type: 'string' } };
    expect(found(plain, withParameters(header))).toEqual(['additive unnamed-change']);
  });

  it('is the same list with or without brackets in its name, written differently', () => {
    const names = (name: string) => withParameters({ ...list({}), name });
    expect(found(names('ids'), names('ids[]'))).toEqual(['moved parameter-form-changed query ids']);
  });

  it('is not what the vendor sends: an event is received', () => {
    const event = (properties: Node) =>
      description(
        {},
        {},
        {
          webhooks: { record: { post: { requestBody: { content: json({ type: 'object', properties }) } } } },
        },
      );
    const [change] = compareDocuments(event({ id: { type: 'integer' } }), event({}));
    expect(change).toMatchObject({
      operation: 'webhook record',
      kind: 'field-removed',
      side: 'response',
      severity: 'breaking',
    });
  });

  it('survives a reference that leads nowhere', () => {
    const broken = withOperation({ requestBody: { $ref: '#/components/requestBodies/none' } });
    expect(found(broken, broken)).toEqual([]);
  });
});
