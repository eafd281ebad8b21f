// Which clients share a limiter that nobody named.
import { expect, it } from 'vitest';
import { createAltegio } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';

it('all APIs and users of a client share one limiter, on a clock of its own too', async () => {
  const clock = fakeClock();
  const at: number[] = [];
  const altegio = createAltegio({
    partnerToken: 'partner',
    userToken: 'user',
    clock,
    fetch: async () => {
      at.push(clock.now());
      return Response.json({ success: true, data: [] });
    },
  });
  const path = { location_id: 1 };
  const other = altegio.withUser('another-user');
  for (let count = 0; count < 3; count++) {
    void altegio.v1.request('GET', '/a/{location_id}', { path });
    void altegio.v2.request('GET', '/a/{location_id}', { path });
    void other.booking.request('GET', '/a/{location_id}', { path });
  }
  await clock.advance(900);
  expect(at).toHaveLength(5);
  await clock.advance(2000);
  expect(at).toHaveLength(9);
});
