// One operation, several paths: whichever a caller uses, it is the same operation.
import { expect, it } from 'vitest';
import { httpOf } from '../../support/http.ts';
import { failureOf, json, ok } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const refusal = () => json(403, { success: false, data: null, meta: { message: 'No right' } });

const path = { box_id: 1, id: 2 };

it('the canonical path and those of earlier editions are sent in the style of the client', async () => {
  const { client, sent } = recorded(refusal);
  for (const other of ['/boxes/{box_id}/parts/{id}', '/crates/{box_id}/parts/{id}', '/pack/{box_id}/{id}']) {
    const error = await failureOf(client.request('GET', other, { path }));
    expect(error).toMatchObject({ operationId: 'part', path: '/box/{box_id}/parts/{id}' });
  }
  const unknown = await failureOf(client.request('POST', '/pack/{box_id}/{id}', { path }));
  expect(unknown.operationId).toBeUndefined();
  const part = '/api/v1/box/1/parts/2';
  expect(sent.map((each) => each.target)).toEqual([part, part, part, '/api/v1/pack/1/2']);
});

it('by path, the canonical one is sent in the style of the client too', async () => {
  const { client, sent } = recorded(ok());
  await httpOf(client).GET('/boxes/{box_id}/parts/{id}', { params: { path } });
  expect(sent[0]?.target).toBe('/api/v1/box/1/parts/2');
});

it('what is published under a path goes before what was once called so', async () => {
  const { client } = recorded(refusal);
  const error = await failureOf(client.request('GET', '/old/{box_id}/{id}', { path }));
  expect(error.operationId).toBe('old');
});
