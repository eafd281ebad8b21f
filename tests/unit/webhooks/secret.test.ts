// Anybody may call the URL of a webhook, with a path of any length.
import { expect, it } from 'vitest';
import { knowsSecret } from '../../../src/webhooks/secret.ts';
import { growth } from '../../support/growth.ts';

const withSlashes = (size: number) => `/hook${'/'.repeat(size)}secret-1`;

it('is found behind many slashes, in time that grows with the path', async () => {
  expect(await knowsSecret(withSlashes(3), undefined, ['secret-1'])).toBe(true);
  expect(await knowsSecret(`${withSlashes(3)}//`, undefined, ['secret-1'])).toBe(true);
  expect(growth((size) => knowsSecret(withSlashes(size), undefined, ['secret-1']), 1500)).toBeLessThan(8);
});
