// Options of the fake that are refused.
import { expect, it } from 'vitest';
import { createFakeAltegio } from '../../../../src/testing.ts';

it.each([
  [{ sed: 'one' }, /no option sed/],
  [{ clock: 5 }, /clock must be a function/],
  [{ locationId: 0 }, /locationId must be/],
  [{ limits: { persecond: 1 } }, /limits are wrong: persecond is none of/],
  [{ limits: { perMinute: -1 } }, /limits are wrong: perMinute must be/],
  [{ limits: [5, 200] }, /limits must be/],
])('refuses the options %j', (options, message) => {
  expect(() => createFakeAltegio(options as never)).toThrow(message);
});
