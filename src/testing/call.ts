// What a handler of the salon is given, and what it gives back.
import type { ServedOperation } from './apis.ts';
import type { Refusal } from './refusals.ts';

/** The arguments of a call, with numbers and booleans in place of the texts of a path or query. */
export interface Arguments {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
}

/** A call that the contract allows. */
export interface Call extends Arguments {
  operation: ServedOperation;
  /** The body of a success as the contract shows it. */
  sample: unknown;
}

/** A success: `data` and `meta` of the envelope, or the whole `body`. The status is that of the contract by default. */
export interface Success {
  data?: unknown;
  meta?: unknown;
  body?: unknown;
  status?: number;
}

/** What one operation does with the salon. */
export type Handler = (call: Call) => Success | Refusal;

/** Handlers by the names that `x-altegio-fake` gives. */
export type Handlers = Readonly<Record<string, Handler>>;
