// Asserts that a call is refused before anything is sent.

import { expect } from 'vitest';
import { AltegioConfigError } from '../../src/index.ts';
import { altegioWith, failureOf } from './recorder.ts';

export async function refused(run: (apis: ReturnType<typeof altegioWith>) => Promise<unknown>, says: RegExp) {
  const apis = altegioWith();
  const error = await failureOf(run(apis));
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error).toMatchObject({ outcome: 'not-sent', message: expect.stringMatching(says) });
  expect(apis.sent).toHaveLength(0);
}
