// Earlier names of what a newer edition renamed in requests: described, accepted, and never beside the name of today.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { formerNameActions } from '../../../scripts/contract/description/former-names.ts';
import { emitOperations } from '../../../scripts/emit/operation-table.ts';
import type { OpenApi, Parameter, Schema } from '../../../scripts/openapi/document.ts';
import { applied } from './applied.ts';
import { description, operation } from './tiny.ts';

const staff = {
  type: 'number',
  description: 'team member ID',
  'x-altegio-formerly': ['staff_id', 'master_id'],
};

function withBody(schema: Schema): OpenApi {
  const requestBody = { content: { 'application/json': { schema } } };
  const doc = description({ '/things': { post: operation({ operationId: 'add', requestBody }) } });
  return applied(doc, [...formerNameActions(doc)]);
}

function bodyOf(doc: OpenApi): Schema {
  const { requestBody } = doc.paths['/things']!.post!;
  return (requestBody as { content: Record<string, { schema: Schema }> }).content['application/json']!.schema;
}

const accepts = (schema: Schema) => {
  const validate = new Ajv2020({ strict: false }).compile(schema);
  return (value: object) => validate(value) === true;
};

describe('a field of a body', () => {
  it('is described by each of its names, the earlier ones as deprecated', () => {
    const { properties } = bodyOf(withBody({ type: 'object', properties: { team_member_id: staff } }));
    expect(properties).toMatchObject({
      team_member_id: { description: 'team member ID' },
      staff_id: { type: 'number', deprecated: true, description: 'earlier name of team_member_id' },
      master_id: { deprecated: true },
    });
  });

  it('is accepted under one name, not under two', () => {
    const fits = accepts(bodyOf(withBody({ type: 'object', properties: { team_member_id: staff } })));
    expect([{}, { team_member_id: 1 }, { staff_id: 1 }, { master_id: 1 }].map(fits)).not.toContain(false);
    expect(fits({ team_member_id: 1, staff_id: 1 })).toBe(false);
    expect(fits({ staff_id: 1, master_id: 1 })).toBe(false);
  });

  it('that is required is wanted under any of its names', () => {
    const properties = { team_member_id: staff, price: { type: 'number' } };
    const fits = accepts(
      bodyOf(withBody({ type: 'object', required: ['team_member_id', 'price'], properties })),
    );
    expect(fits({ staff_id: 1, price: 2 })).toBe(true);
    expect(fits({ team_member_id: 1, price: 2 })).toBe(true);
    expect(fits({ price: 2 })).toBe(false);
    expect(fits({ staff_id: 1 })).toBe(false);
  });

  it('that a branch requires under an earlier name is wanted under any of them', () => {
    const oneOf = [{ required: ['staff_id', 'date'] }, { required: ['activity_id'] }];
    const properties = { team_member_id: staff, date: {}, activity_id: {} };
    const fits = accepts(bodyOf(withBody({ type: 'object', oneOf, properties } as Schema)));
    expect(fits({ team_member_id: 1, date: 'x' })).toBe(true);
    expect(fits({ staff_id: 1, date: 'x' })).toBe(true);
    expect(fits({ date: 'x' })).toBe(false);
    expect(fits({ activity_id: 1 })).toBe(true);
  });

  it('of a schema that two operations share is added once', () => {
    const requestBody = {
      content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } },
    };
    const paths = {
      '/things': {
        post: operation({ operationId: 'add', requestBody }),
        put: operation({ operationId: 'change', requestBody }),
      },
    };
    const schemas = { thing: { type: 'object', properties: { team_member_id: staff } } };
    const doc = description(paths, { components: { schemas } });
    const result = applied(doc, [...formerNameActions(doc)]);
    expect(Object.keys(result.components!.schemas!.thing!.properties!)).toEqual([
      'team_member_id',
      'staff_id',
      'master_id',
    ]);
    expect(
      emitOperations(result, 'tiny').match(/families: \[\['team_member_id', 'staff_id', 'master_id'\]\]/g),
    ).toHaveLength(2);
  });
});

describe('a query parameter', () => {
  const parameter: Parameter = {
    name: 'location_id',
    in: 'query',
    required: true,
    schema: { type: 'number' },
    'x-altegio-formerly': ['company_id'],
  };

  it('is a parameter under each of its names, none of which is required by itself', () => {
    const doc = description({ '/things': { get: operation({ parameters: [parameter] }) } });
    const result = applied(doc, [...formerNameActions(doc)]);
    expect(result.paths['/things']!.get!.parameters).toMatchObject([
      { name: 'location_id', required: false },
      { name: 'company_id', required: false, deprecated: true, description: 'earlier name of location_id' },
    ]);
    const row = emitOperations(result, 'tiny');
    expect(row).toContain("requiredQuery: ['location_id']");
    expect(row).toContain("families: [['location_id', 'company_id']]");
  });
});

it('without such marks nothing is done', () => {
  const doc = description({ '/things': { get: operation() } });
  expect([...formerNameActions(doc)]).toEqual([]);
});
