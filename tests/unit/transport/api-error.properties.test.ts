// Field names of an error response, whatever they are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AltegioApiError } from '../../../src/index.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const ownNames = Object.getOwnPropertyNames(Object.prototype).length;

describe('field names of a response', () => {
  it('pollute nothing, whatever they are', async () => {
    const names = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      '[__proto__]',
      'a',
      '0',
      'fields',
    );
    const errors = fc.dictionary(
      names,
      fc.oneof(fc.string({ minLength: 1 }), fc.array(fc.string({ minLength: 1 }))),
      { noNullPrototype: true },
    );
    const nested = fc.dictionary(names, fc.oneof(errors, fc.array(errors)), { noNullPrototype: true });
    const property = fc.asyncProperty(fc.oneof(errors, nested), async (all) => {
      const body = JSON.stringify({ success: false, meta: { errors: all } });
      const { client } = recorded(new Response(body, { status: 422 }));
      const error = (await client
        .get({ path: { id: 1 } })
        .catch((reason: unknown) => reason)) as AltegioApiError;
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(ownNames);
      expect(Object.getPrototypeOf(error.fields)).toBe(Object.prototype);
      expect(Object.values(error.fields).every(Array.isArray)).toBe(true);
      expect(() => JSON.stringify(error)).not.toThrow();
    });
    await fc.assert(property, { numRuns: 500 });
  });

  it('such as __proto__ stay readable', async () => {
    const body = '{"success":false,"meta":{"errors":{"__proto__":["first"],"[b]":["second"]}}}';
    const { client } = recorded(new Response(body, { status: 422 }));
    const error = (await client
      .get({ path: { id: 1 } })
      .catch((reason: unknown) => reason)) as AltegioApiError;
    expect(Object.entries(error.fields)).toEqual([
      ['__proto__', ['first']],
      ['b', ['second']],
    ]);
  });
});
