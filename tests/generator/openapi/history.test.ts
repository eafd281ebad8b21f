// What a new edition adds to openapi/history.yaml.

import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { formatHistory, parseHistory, withEdition } from '../../../scripts/openapi/history.ts';
import { type Description, readDescription } from '../../../scripts/openapi/read.ts';

/** An edition with these operations: `{ get_thing: 'GET /things/{id}' }`. */
function edition(operations: Record<string, string>): Description {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, place] of Object.entries(operations)) {
    const [method = '', path = ''] = place.toLowerCase().split(' ');
    paths[path] = { ...paths[path], [method]: { operationId, responses: {} } };
  }
  const doc = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1.0.0' },
    servers: [{ url: 'https://api.example/api/v1' }],
    paths,
  };
  return readDescription(new TextEncoder().encode(stringify(doc)));
}

function historyOf(...editions: Record<string, string>[]) {
  const days = ['2026-01-01', '2026-02-02', '2026-03-03'];
  return editions
    .slice(1)
    .reduce(
      (past, next, index) => withEdition(past, edition(editions[index]!), edition(next), days[index]!),
      {} as ReturnType<typeof withEdition>,
    );
}

const first = { until: '2026-01-01', operationId: 'thing', method: 'GET', path: '/thing/{id}' };

describe('the history', () => {
  it('has nothing to say of what stays, comes or goes', () => {
    expect(historyOf({ a: 'GET /a', b: 'GET /b' }, { a: 'GET /a', c: 'GET /c' })).toEqual({});
  });

  it('keeps the place of what moved, its method too', () => {
    expect(historyOf({ thing: 'GET /thing/{id}' }, { thing: 'POST /things/{id}' })).toEqual({
      thing: [first],
    });
  });

  it('does not repeat the path of the server', () => {
    expect(historyOf({ thing: 'GET /api/v1/thing/{id}' }, { thing: 'GET /things/{id}' })).toEqual({
      thing: [first],
    });
    expect(historyOf({ thing: 'GET /api/v1/thing/{id}' }, { thing: 'GET /thing/{id}' })).toEqual({});
  });

  it('keeps the name of what is called otherwise in the same place', () => {
    expect(historyOf({ thing: 'GET /thing/{id}' }, { get_thing: 'GET /thing/{id}' })).toEqual({
      get_thing: [first],
    });
  });

  it('goes on under the new name, the latest first, and forgets where the operation is again', () => {
    const second = { until: '2026-02-02', operationId: 'thing', method: 'GET', path: '/things/{id}' };
    const moved = [{ thing: 'GET /thing/{id}' }, { thing: 'GET /things/{id}' }];
    expect(historyOf(...moved, { get_thing: 'GET /things/{id}' })).toEqual({ get_thing: [second, first] });
    expect(historyOf(...moved, { thing: 'GET /thing/{id}' })).toEqual({ thing: [second] });
  });

  it('is the same after it was written and read', () => {
    const history = { 'b2b-v1': { thing: [first] } };
    expect(parseHistory(formatHistory(history))).toEqual(history);
    expect(parseHistory(formatHistory({}))).toEqual({});
    expect(formatHistory(history).split('\n')[0]).toMatch(/never by hand/);
  });
});
