// The contracts of the fake are read part by part: a test needs a few operations of several hundred.
import { afterEach, expect, it, vi } from 'vitest';
import { contractOf } from '../../../src/testing/contract.ts';

afterEach(() => vi.restoreAllMocks());

it('parses a part when it is first read, and once', () => {
  const parse = vi.spyOn(JSON, 'parse');
  const { operations, samples } = contractOf('developers');
  expect(parse).not.toHaveBeenCalled();
  const [id] = Object.keys(operations);
  expect(operations[id!]).toBe(operations[id!]);
  expect(parse).toHaveBeenCalledTimes(1);
  const [name] = Object.keys(samples);
  expect(samples[name!]).toBe(samples[name!]);
  expect(parse).toHaveBeenCalledTimes(2);
});
