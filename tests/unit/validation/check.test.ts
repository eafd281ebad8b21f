// Which validator a response is checked by, and what its pointers mean.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { checkResponse } from '../../../src/validation/check.ts';
import type { Validator } from '../../../src/validation/validators.ts';
import { createContractWatch } from '../../../src/validation.ts';

const wantsId: Validator = (value, pointer) => {
  const { data = {} } = value as { data?: { id?: unknown } };
  return typeof data.id === 'number' ? null : [[`${pointer}/data/id`, 'type', 'number', data.id]];
};

describe('a response', () => {
  it('is checked as its status has it', () => {
    const responses = { 200: wantsId, 201: () => null };
    expect(checkResponse({ responses }, 201, {})).toEqual([]);
    expect(checkResponse({ responses }, 200, { data: { id: null } })).toEqual([
      { kind: 'type', pointer: '/data/id', expected: 'number', seen: 'null' },
    ]);
  });

  it('with an unknown status is checked where there is no choice', () => {
    const unknown = (expected: string) => ({ kind: 'status', pointer: '', expected, seen: '207' });
    expect(checkResponse({ responses: { 200: () => null, 201: wantsId } }, 207, {})).toEqual([
      unknown('200 or 201'),
    ]);
    expect(checkResponse({ responses: { 200: wantsId } }, 207, {})).toEqual([
      unknown('200'),
      { kind: 'type', pointer: '/data/id', expected: 'number', seen: 'nothing' },
    ]);
  });

  it('is not described where no status has a validator', () => {
    expect(checkResponse({ responses: {} }, 200, {})).toBeUndefined();
  });

  it('that may come bare is checked in both forms, with pointers into what came', () => {
    const validators = { responses: { 200: wantsId }, isMaybeBare: true };
    const pointers = (body: unknown) => checkResponse(validators, 200, body)!.map(({ pointer }) => pointer);
    expect(pointers({ id: 1 })).toEqual([]);
    expect(pointers({ id: 'x' })).toEqual(['/id']);
    expect(pointers({ success: true, data: { id: 'x' } })).toEqual(['/data/id']);
  });
});

describe('the options of a watch', () => {
  it.each([
    [{ sample: 2 }, /sample must be a number from 0 to 1, not 2/],
    [{ sampel: 1 }, /"sampel" is not an option \(sample, requests, /],
    [{ requests: 'yes' }, /requests must be true or false/],
    [{ maxBytes: 0 }, /maxBytes must be 1 or more/],
    [{ onFinding: 1 }, /onFinding must be a function/],
  ])('are checked: %j', (options, message) => {
    const make = () => createContractWatch(options as object);
    expect(make).toThrow(AltegioConfigError);
    expect(make).toThrow(message);
  });
});
