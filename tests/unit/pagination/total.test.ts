// total(): one number, within one deadline.
import { expect, it } from 'vitest';
import { AltegioTimeoutError } from '../../../src/index.ts';
import { fakeClock } from '../../faults/clocks.ts';
import { listsWith, rows } from '../../support/lists.ts';
import { failureOf, ok } from '../../support/recorder.ts';

it('keeps one deadline over both of its requests', async () => {
  const clock = fakeClock();
  const slow = () =>
    new Promise<Response>((resolve) => {
      clock.after(60, () => resolve(ok(rows(1), { total_count: 1 })));
    });
  const { client, sent } = listsWith(slow, { clock });
  const total = failureOf(client.counted!.pages({ deadlineMs: 100 }).total());
  await clock.advance(99);
  expect(sent).toHaveLength(2);
  await clock.advance(1);
  expect(await total).toBeInstanceOf(AltegioTimeoutError);
});
