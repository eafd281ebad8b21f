// Listeners on the signals of callers.
import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
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
