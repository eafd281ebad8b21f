// How often a test repeats itself: fewer times where it runs again for each mutant (`npm run test:mutation`).

const isMutated = process.env.MUTATED_ROOM !== undefined;

export const rounds = (usual: number, mutated: number): number => (isMutated ? mutated : usual);

/** Settings of a property. Of a mutant, one input that fails is enough; the smallest one would take many more runs. */
export const runs = (usual: number, mutated: number): { numRuns: number; endOnFailure: boolean } => ({
  numRuns: rounds(usual, mutated),
  endOnFailure: isMutated,
});
