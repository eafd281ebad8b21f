// The limits of the API, on a clock of the test.
import { describe, expect, it } from 'vitest';
import { createFakeAltegio, type FakeOptions } from '../../../../src/testing.ts';
import { headers } from '../../../support/fake.ts';

describe('the limits', () => {
  async function statuses(options: FakeOptions, count: number, advance: () => void): Promise<number[]> {
    const { fetch } = createFakeAltegio(options);
    const seen: number[] = [];
    for (let i = 0; i < count; i++) {
      seen.push((await fetch('https://api.alteg.io/api/v1/company/123', { headers })).status);
      advance();
    }
    return seen;
  }

  it('are off unless they are asked for', async () => {
    expect(new Set(await statuses({ clock: () => 0 }, 300, () => {}))).toEqual(new Set([200]));
  });

  it('let 5 through in a second, and then the next', async () => {
    let now = 0;
    const seen = await statuses({ limits: true, clock: () => now }, 12, () => {
      now += 100;
    });
    expect(seen).toEqual([200, 200, 200, 200, 200, 429, 429, 429, 429, 429, 200, 200]);
  });

  it('let 200 through in a minute', async () => {
    let now = 0;
    const seen = await statuses({ limits: true, clock: () => now }, 202, () => {
      now += 250;
    });
    expect(seen.indexOf(429)).toBe(200);
  });

  it('say when to come again', async () => {
    const { fetch } = createFakeAltegio({ limits: { perSecond: 0, perMinute: 1 }, clock: () => 0 });
    const call = () => fetch('https://api.alteg.io/api/v1/company/123', { headers });
    await call();
    expect((await call()).headers.get('retry-after')).toBe('60');
  });
});
