// The limiter of clients that name none: one for all of them.
import { afterEach, describe, expect, it } from 'vitest';
import type * as sdk from '../../../src/index.ts';
import { sharedLimiter } from '../../../src/limiter/memory.ts';
import { fakeClock } from '../../support/clock.ts';
import { tiny } from '../../support/tiny/tiny.ts';

describe('one limiter for the process', () => {
  const registry = Symbol.for('altegio-sdk.limiter.1');
  const globals = globalThis as { [registry]?: sdk.Limiter };
  afterEach(() => delete globals[registry]);

  it('is what clients use that name none, the ESM and the CJS copy of the package included', async () => {
    const asked: string[] = [];
    // What another copy of the package has put there.
    globals[registry] = { acquire: async (name) => void asked.push(name), release() {}, pause() {} };
    expect(sharedLimiter()).toBe(globals[registry]);
    const fetch = async () => new Response('{}');
    await tiny({ limiter: undefined, fetch }).create({ body: {} });
    await tiny({ limiter: undefined, fetch }).get({ path: { id: 1 } });
    expect(asked).toEqual(['api.alteg.io', 'api.alteg.io']);
  });

  it('is made once', () => {
    expect(sharedLimiter()).toBe(sharedLimiter());
  });

  it('is another one for each other clock, and keeps time by it', async () => {
    const [clock, other] = [fakeClock(), fakeClock()];
    const limiter = sharedLimiter(clock);
    expect(sharedLimiter(clock)).toBe(limiter);
    expect([sharedLimiter(), sharedLimiter(other)]).not.toContain(limiter);
    let sent = 0;
    for (let call = 0; call < 6; call++) void limiter.acquire('api.test').then(() => sent++);
    await clock.advance(0);
    expect(sent).toBe(5);
    await clock.advance(2100);
    expect(sent).toBe(6);
  });
});
