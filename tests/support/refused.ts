// Asserts that a call is refused before anything is sent.

import { expect } from 'vitest';
import { AltegioConfigError } from '../../src/index.ts';
import { failureOf } from './recorder.ts';
import { recorded, type Tiny } from './tiny/tiny.ts';

export async function refused(run: (client: Tiny) => Promise<unknown>, says: RegExp) {
  const { client, sent } = recorded();
  const error = await failureOf(run(client));
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error).toMatchObject({ outcome: 'not-sent', message: expect.stringMatching(says) });
  expect(sent).toHaveLength(0);
}
