// The validators that are made of the contract, each in a module that is loaded when it is first needed.
import { apis } from '../../generated/apis.ts';
import { places, validators } from '../../generated/validation/index.js';
import type { ApiName } from '../request/base-url.ts';

/** What is wrong at a place: its pointer, the kind of finding, what is expected, and the value; none is a field that is missing. */
export type Entry = readonly [pointer: string, kind: string, expected: string, value?: unknown];

/** Called with every object: where it stands and which fields are declared, with a space between them. */
export type OnObject = (object: object, pointer: string, declared: string) => void;

/** Checks a value; `null` where nothing is wrong. */
export type Validator = (value: unknown, pointer: string, onObject?: OnObject) => Entry[] | null;

/** The validators of one operation. */
export interface OperationValidators {
  responses: Record<string, Validator>;
  request?: Validator;
  /** Whether its response may come without the envelope. */
  isMaybeBare?: boolean;
}

/** An operation that validators are known of, and the way to them. */
export interface Validated {
  api: ApiName;
  load(): Promise<OperationValidators>;
}

export const apiNames = Object.keys(validators) as ApiName[];

/**
 * Finds the validators of an operation. Where two APIs have the same operationId, the version in the URL tells them apart, or
 * else the place: two versions may have the same place too.
 */
export function validatorsOf(operationId: string, place: string, url: string): Validated | undefined {
  const known = apiNames.filter((name) => Object.hasOwn(validators[name], operationId));
  const inUrl = known.filter((name) => url.includes(`${apis[name].path}/`));
  const api = inUrl.length === 1 ? inUrl[0] : (places[place] ?? known[0]);
  const load = api && validators[api][operationId];
  if (!load) return undefined;
  return { api, load: async () => (await load()).default as OperationValidators };
}
