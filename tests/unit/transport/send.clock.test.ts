// A clock that is set while a call waits: by NTP, or by fake timers.
import { expect, it } from 'vitest';
import { createLimiter } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { tiny } from '../../support/tiny/tiny.ts';

it.each([
  ['without a limiter', false],
  ['in the limiter', true],
])('makes the wait before a retry no longer when it is set back, %s', async (_, limited) => {
  const steps = fakeClock();
  let offset = 0;
  const clock = { now: () => steps.now() + offset, after: steps.after };
  let sent = 0;
  const fetch = async () =>
    ++sent === 1
      ? new Response('{}', { status: 429, headers: { 'retry-after': '3' } })
      : new Response('{"data":1}');
  const client = tiny({ clock, fetch, limiter: limited && createLimiter({ clock }) });
  const call = client.get({ path: { id: 1 } });
  await steps.advance(1000);
  offset = -3_600_000;
  // Once more as long, since the time that passed while it was set back is not known.
  await steps.advance(8000);
  expect(sent).toBe(2);
  expect(await call).toEqual({ data: 1 });
});
