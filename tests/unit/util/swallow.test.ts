// Watchers that throw or reject: nobody hears of it, and no promise is left unheard.
import { expect, it } from 'vitest';
import type { Hooks } from '../../../src/index.ts';
import { ok } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';
import { unhandled } from '../../support/unhandled.ts';

it('rejected promises of loggers and hooks are heard', async () => {
  const reject = (() => Promise.reject(new Error('disk full'))) as () => void;
  const logger = { debug: reject, info: reject, warn: reject, error: reject };
  const hooks: Hooks = { onRequest: reject, onResponse: reject };
  const { client } = recorded(ok([7]), { logger, logLevel: 'debug', hooks });
  expect(await unhandled(() => client.get({ path: { id: 1 } }))).toEqual([]);
});
