// Listeners on the signals of callers.
import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort, within } from '../../../src/util/abort.ts';
import { fakeClock } from '../../support/clock.ts';
import { json, ok } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

it('thirty calls on one signal leave no warning and no listener', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const { client } = recorded();
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 30 }, () => client.list({ signal })));
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

it('a signal keeps no listener, neither during thousands of calls nor after them', async () => {
  const { client, sent } = recorded([ok(), json(500, {}), ok()]);
  const { signal } = new AbortController();
  for (let round = 0; round < 400; round++) {
    await Promise.allSettled(Array.from({ length: 5 }, () => client.list({ signal, deadlineMs: 5000 })));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  }
  expect(sent).toHaveLength(2000);
  expect(sent.every((request) => request.signal !== signal)).toBe(true);
});

it('a signal still ends a call that began when an older one had been called off late', () => {
  const controller = new AbortController();
  const reported: string[] = [];
  const older = onAbort(controller.signal, () => reported.push('older'));
  older();
  onAbort(controller.signal, () => reported.push('newer'));
  older();
  onAbort(controller.signal, () => reported.push('newest'));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  expect(reported).toEqual(['newer', 'newest']);
});

it('a signal ends a piece of work that does not listen, and what it does later harms nobody', async () => {
  const controller = new AbortController();
  let fail = (_: Error) => {};
  const work = within(
    fakeClock(),
    undefined,
    controller.signal,
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  controller.abort('enough');
  await expect(work).rejects.toBe('enough');
  fail(new Error('late'));
  await new Promise((resolve) => setImmediate(resolve));
});
