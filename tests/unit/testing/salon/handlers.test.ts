// The marks in the contract and the handlers that they name.
import { expect, it } from 'vitest';
import { contractOf } from '../../../../src/testing/contract.ts';
import { salonHandlers } from '../../../../src/testing/salon/handlers.ts';
import { emptySalon } from '../../../../src/testing/salon/state.ts';

const apis = ['v1', 'v2', 'booking', 'developers'] as const;

const parts = { locationId: 1, seed: 'one', now: () => 0, urls: [], changed: () => {} };

it('every mark names a handler, and every handler is named', () => {
  const marks = apis.flatMap((api) =>
    Object.values(contractOf(api).operations).flatMap(({ does }) => does ?? []),
  );
  const handlers = Object.keys(salonHandlers(emptySalon(parts)));
  expect([...new Set(marks)].sort()).toEqual(handlers.sort());
});
