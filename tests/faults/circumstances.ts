// What may go wrong on the caller's side while the server does what its script wants. Needs no test framework, so that other
// runtimes can play it too.
import { type ClientOptions, createLimiter } from '../../src/index.ts';
import { steppingClock } from '../support/clock.ts';

/** Options of a client in these circumstances; `base` is that of the server. */
export const circumstances: Record<string, (base: string) => Partial<ClientOptions>> = {
  // All calls wait for one login, and must not go out at once when it is over.
  'a slow login': (base) => {
    let login: Promise<string> | undefined;
    return {
      userToken: () => (login ??= logIn(base)),
      limiter: createLimiter({ perSecond: 5, perMinute: Number.POSITIVE_INFINITY }),
    };
  },
  'a login that outlasts the deadline': () => ({
    userToken: () => new Promise<string>(() => {}),
    deadlineMs: 15_000,
  }),
  'a clock that steps back': () => onClock(-3_600_000),
  'a clock that steps ahead': () => onClock(3_600_000),
};

/** A client and its limiter on a clock that is set again and again. */
function onClock(stepMs: number): Partial<ClientOptions> {
  const clock = steppingClock(50, stepMs);
  return { clock, limiter: createLimiter({ clock, perMinute: Number.POSITIVE_INFINITY }) };
}

async function logIn(base: string): Promise<string> {
  const headers = { 'x-call': 'login', 'x-fault': 'slow 200' };
  await (await fetch(`${base}/login`, { method: 'POST', headers })).text();
  return 'user-token';
}
