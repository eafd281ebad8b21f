// Contracts and descriptions as published must not be compared: the corrections between them would look like changes.
import type { Edition } from '../../diff/editions.ts';
import { UsageError } from '../support/failure.ts';

/** Refuses to compare a corrected edition with one as it is published. */
export function checkSameCorrections(before: Edition, after: Edition): void {
  if (isCorrected(before) === isCorrected(after)) return;
  const [raw, contract] = isCorrected(before) ? [after, before] : [before, after];
  throw new UsageError(
    `${raw.name} is a description as Altegio publishes it, ${contract.name} a corrected one: their differences are corrections, not changes.`,
    'Compare two published descriptions with each other, or a version of altegio-sdk with another.',
  );
}

function isCorrected({ contracts }: Edition): boolean {
  return contracts.some(({ document }) => 'x-generated' in document);
}
