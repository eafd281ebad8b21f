// Tokens, passwords and codes stay out of everything that an error shows.

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { failureOf, json, partner, tinyWith, user } from '../../support/recorder.ts';

const table: OperationTable = {
  write: ['/write', 'POST', 'partner', { body: 'json' }],
};

describe('secrets', () => {
  const body = { password: 'pass-word-1', code: '1234', card: { api_key: 'key-555' }, name: 'Anna' };
  const secrets = [partner, user, 'pass-word-1', 'key-555', 'hash-777', 'cookie-888'];
  const answer = {
    success: false,
    meta: {
      message: `No: ${secrets.join(' ')}`,
      errors: [{ code: 1234, message: `x ${user}` }, { message: 'Anna, 12345' }],
    },
    data: { [`key ${user}`]: 1, user_token: 'from-server' },
  };
  const call = { body, query: { record_hash: 'hash-777' }, headers: { 'x-cookie': 'cookie-888' } };

  it('that an answer repeats are in nothing that an error shows, stores or holds', async () => {
    const { client } = tinyWith(table, json(422, answer));
    const error = await failureOf(client.write!(call));
    const shown = [
      inspect(error, { showHidden: true, depth: 12 }),
      JSON.stringify(error),
      JSON.stringify(error.body),
      error.message,
      error.stack,
    ].join('\n');
    for (const secret of [...secrets, 'from-server']) expect(shown).not.toContain(secret);
    expect(shown).toContain('Anna');
  });

  it('that come back in headers are hidden there too, and so are secrets of the server', async () => {
    const headers = { 'x-echo': `for ${user}`, 'set-cookie': 'session=1', 'x-request-id': 'a-1' };
    const { client } = tinyWith(table, json(422, answer, headers));
    const error = await failureOf(client.write!(call));
    expect(Object.fromEntries(error.headers as Headers)).toEqual({
      'content-type': 'application/json',
      'set-cookie': '[redacted]',
      'x-echo': 'for [redacted]',
      'x-request-id': 'a-1',
    });
    expect(inspect(error, { showHidden: true, getters: true, depth: 12 })).not.toContain(user);
  });

  it('that are numbers leave the rest of the answer readable', async () => {
    const meta = { errors: { phone: ['Number 12345 is odd'] }, message: 'Bad' };
    const { client } = tinyWith(table, json(422, { meta, data: { id: 12345 } }));
    const error = await failureOf(client.write!({ body: { code: 1234 } }));
    expect(error).toMatchObject({ body: { data: { id: 12345 } } });
    expect(error.message).toContain('Bad');
    expect(error.fields).toHaveProperty('phone');
  });

  it('are not in the cause of a fetch that fails and shows its request', async () => {
    const cause = Object.assign(new Error(`cannot send ${partner}`), {
      config: { headers: { authorization: user } },
    });
    const { client } = tinyWith(table, () => Promise.reject(cause));
    const error = await failureOf(client.write!(call));
    expect(error).toBeInstanceOf(sdk.AltegioConnectionError);
    const shown = inspect(error, { showHidden: true, depth: 12 });
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect((error.cause as Error).message).toContain('cannot send');
  });
});
