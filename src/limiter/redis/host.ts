// The shared limiter of one host: a queue of this process, whose head stands in the line of all processes in Redis.
import { AltegioConnectionError } from '../../errors/errors.ts';
import { reasonOf } from '../../util/abort.ts';
import type { Clock } from '../../util/clock.ts';
import { type HostLimiter, pauseLength } from '../limiter.ts';
import { createQueue, outlasted } from '../queue.ts';
import type { Ticket as Place, Windows } from '../windows.ts';
import { commandMs, type Link } from './link.ts';

/** An admitted request. */
export interface Ticket {
  /** In the windows of this process. */
  place: Place;
  /** Name of the request in Redis; `undefined` when Redis was away. */
  name: string | undefined;
}

/** What the limiter of a host is made of. */
export interface Shared {
  keys: string[];
  link: Link;
  /** The limit as this process keeps it by itself. */
  windows: Windows;
  /** A clock that never goes back. */
  clock: Clock;
  /** Size and milliseconds of each window, as the script takes them. */
  sizes: string[];
  whenDown: 'local' | 'fail';
}

// A request arrives at most a second after it was sent (the rule of createLimiter), and is sent at most one
// command's time after Redis has logged it.
const countsAfterMs = 1000 + commandMs;

/**
 * Every request passes the windows of this process first and those in Redis second. So a process never exceeds the limit
 * by itself, not even at the moments when Redis goes away or comes back with an empty log; and a pause that it
 * knows of outlasts Redis.
 */
export function sharedHostLimiter({
  keys,
  link,
  windows,
  clock,
  sizes,
  whenDown,
}: Shared): HostLimiter<Ticket> {
  const queue = createQueue<Ticket>(clock.now, () => {
    // A timer would keep the process alive.
    if (queue.size === 0) nap?.end();
  });
  let isPumping = false;
  let nap: { end(): void; restart(): void } | undefined;

  /** Admits the waiting calls, one after the other: only the first of the queue asks Redis. */
  async function pump(): Promise<void> {
    isPumping = true;
    /** The name of the next request, and of this process's place in the line. */
    let name: string | undefined;
    try {
      while (queue.size > 0) {
        const isUp = await link.isUp(keys, whenDown === 'fail');
        if (!isUp && whenDown === 'fail') {
          queue.reject(redisIsAway);
          break;
        }
        const ownMs = windows.waitMs();
        if (ownMs > 0) {
          await rest(ownMs);
          continue;
        }
        name ??= crypto.randomUUID();
        const waitMs = isUp ? await link.ask(keys, ['take', name, String(countsAfterMs), ...sizes]) : 0;
        if (waitMs === undefined) continue; // Redis went away this moment
        if (waitMs < 0) pauseHere(-waitMs);
        else if (waitMs > 0) await rest(waitMs);
        else {
          // While Redis was asked, the queue may have emptied, and a pause may have come.
          const waiter = windows.waitMs() > 0 ? undefined : queue.first();
          if (waiter) queue.leave(waiter).resolve({ place: windows.take(), name: isUp ? name : undefined });
          else link.tell(keys, ['count', name]);
          name = undefined;
        }
      }
    } catch (error) {
      queue.reject(() => error);
    }
    if (name) link.tell(keys, ['leave', name]);
    isPumping = false;
  }

  /** Waits, but only while the queue holds a call. */
  async function rest(ms: number): Promise<void> {
    if (queue.size === 0) return;
    const until = clock.now() + ms;
    await new Promise<void>((resolve) => {
      const set = () => clock.after(Math.max(0, until - clock.now()), resolve);
      let cancel = set();
      nap = {
        end() {
          cancel();
          resolve();
        },
        restart() {
          cancel();
          cancel = set();
        },
      };
    });
    nap = undefined;
  }

  function pauseHere(ms: number): void {
    windows.pause(ms);
    const pausedMs = windows.pausedMs();
    queue.reject(({ endsAt }) => outlasted(pausedMs, endsAt && endsAt - clock.now()));
    if (queue.size === 0) nap?.end();
  }

  return {
    acquire(signal, options) {
      const reason = signal?.aborted ? reasonOf(signal) : outlasted(windows.pausedMs(), options.deadlineMs);
      if (reason) return Promise.reject(reason);
      const turn = queue.join(signal, options);
      // Its timer may have been lost, with fake timers for example.
      nap?.restart();
      if (!isPumping) void pump();
      return turn;
    },
    release({ place, name }) {
      windows.release(place);
      if (name) link.tell(keys, ['count', name]);
    },
    pause(ms) {
      pauseHere(ms);
      const wholeMs = Math.ceil(pauseLength(ms));
      if (wholeMs > 0) link.tell(keys, ['pause', String(wholeMs)]);
    },
  };
}

function redisIsAway(): AltegioConnectionError {
  return new AltegioConnectionError(
    "The limiter's Redis is away, and whenDown is 'fail'. Nothing was sent: check Redis and repeat the call, or let each process keep the limit for itself with whenDown: 'local'.",
    { outcome: 'not-sent' },
  );
}
