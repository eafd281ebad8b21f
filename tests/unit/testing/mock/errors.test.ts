// What the mock does with a response that breaks the contract: the contract's own samples do not, so here its pages do.
import { afterEach, expect, it, vi } from 'vitest';
import { type Mock, startMock } from '../../../../src/testing.ts';

vi.mock('../../../../src/testing/pages.ts', () => ({ pageOf: () => ({ success: 'perhaps', data: 5 }) }));

let mock: Mock | undefined;
afterEach(() => mock?.close());

it.each([
  [true, 500, 'The response breaks the contract.'],
  [false, 200, '"success":"perhaps"'],
])('with errors: %s it has the status %i', { timeout: 60_000 }, async (errors, status, text) => {
  mock = await startMock({ errors });
  const authorization = 'Bearer any, User any';
  const response = await fetch(`${mock.url}/v1/records/1`, { headers: { authorization } });
  expect(response.status).toBe(status);
  expect(response.headers.get('sl-violations')).toContain('"location":["response"');
  expect(await response.text()).toContain(text);
});
