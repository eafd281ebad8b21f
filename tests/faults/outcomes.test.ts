// What becomes of a call, for every fault, verb and retry setting: one table, and the server's journal as witness.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tiny } from '../support/tiny/tiny.ts';
import { argumentsOf, verbs } from '../support/tiny/verbs.ts';
import { closedBase, faults, type HostileServer, hostileServer } from './hostile-server.ts';
import { bearOut } from './outcomes.bear-out.ts';
import { hasty, outcomeOf, play } from './outcomes.play.ts';
import { circumstantial, scripts, table } from './outcomes.table.ts';

let server: HostileServer;
beforeAll(async () => {
  server = await hostileServer();
});
afterAll(() => server.close());

describe('a call meets a fault', () => {
  it.each(Object.entries({ ...table, ...scripts, ...circumstantial }))(
    '%s',
    async (script, row) => {
      bearOut(server, row, await play(tiny, server.base, script, row.timeoutMs));
      expect(server.strays).toEqual([]);
      // Ten responses of 100,000 errors take their time.
    },
    120_000,
  );

  it('no server at all: nothing was sent, and every verb tries again', async () => {
    const nowhere = tiny({ ...hasty, baseUrl: { v1: closedBase } });
    for (const verb of verbs) {
      for (const retry of [2, 0]) {
        const { text } = await outcomeOf(nowhere[verb]({ ...argumentsOf(verb), retry }));
        expect(text).toBe(`AltegioConnectionError not-sent ${retry + 1}`);
      }
    }
  });

  it('every fault of the server is in the table', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(faults).sort());
  });
});
