// The short version of `npm run soak`.
import { expect, it } from 'vitest';
import { soak } from './soak.ts';

it('five seconds at full rate with 1 % faults lose nothing, double nothing and leak nothing', async () => {
  const report = await soak({ seconds: 5, perSecond: 200, faultShare: 0.01, seed: 1 });
  expect(report).toMatchObject({ lost: 0, doubles: 0, untrue: 0, unhandledRejections: 0, listenersLeft: 0 });
  expect(report.densestSecond).toBeLessThanOrEqual(report.perSecond);
  // Client and server share one busy process, which holds some requests up longer than others.
  expect(report.densestArrivals).toBeLessThanOrEqual(1.5 * report.perSecond);
  expect(report.calls).toBeGreaterThan(300);
  expect(report.faulty).toBeGreaterThan(2);
  expect(report.timersLeft).toBeLessThanOrEqual(2);
  expect(report.heapGrowthBytes).toBeLessThan(16 * 1024 * 1024);
}, 30_000);
