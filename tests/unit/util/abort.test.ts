// Listeners on the signals of callers.
import { expect, it } from 'vitest';
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
