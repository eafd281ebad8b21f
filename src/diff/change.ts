// One difference between two contracts, and the words for it.
import { type Kind, kinds, type Severity, type Side, severities } from './kinds.ts';

/** One difference, as it concerns one operation. */
export interface Change {
  /** The operationId; a webhook is called `webhook <event>`. */
  readonly operation: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly side: Side;
  /** `query page`, `body client.phone`, `200 data[].id`; `undefined` for the operation itself. */
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
}

/** A change without its operation, as the parts of the comparison find it. */
export interface Finding {
  readonly kind: Kind;
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
}

/** `query page: is required now`, `has another path: GET /a → GET /b`. */
export function textOf({ kind, at, from, to }: Finding): string {
  const { says } = kinds[kind];
  const values = from === undefined && to === undefined ? '' : `: ${[from, to].filter(Boolean).join(' → ')}`;
  return at === undefined ? says + values : `${at} ${says}${values}`;
}

/** The way to something inside of a place: `data[].id`, `query ids[]`. */
export function within(place: string, at: string | undefined): string {
  return !at || at.startsWith('[') ? place + (at ?? '') : `${place}.${at}`;
}

/** The worst of several; `undefined` where nothing changed. */
export function worstOf(changes: readonly Pick<Change, 'severity'>[]): Severity | undefined {
  return severities.find((each) => changes.some(({ severity }) => severity === each));
}

/** How many there are of each severity, the worst first. */
export function countsOf(changes: readonly Pick<Change, 'severity'>[]): [Severity, number][] {
  return severities.map((each) => [each, changes.filter(({ severity }) => severity === each).length]);
}
