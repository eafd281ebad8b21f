// The verdict on a run of the mutation tester.
import { describe, expect, it } from 'vitest';
import { scoresOf, targetsOf, verdictOf } from './scores.ts';

/** A report of one file whose mutants ended so, by the number of each. */
const report = (name: string, ends: Record<string, number>) => ({
  files: {
    [name]: {
      mutants: Object.entries(ends).flatMap(([status, count]) =>
        Array.from({ length: count }, () => ({ status })),
      ),
    },
  },
});

describe('scores', () => {
  it('count what was killed or timed out against what survived or was never reached', () => {
    const reports = [
      report('strong.ts', { Killed: 18, Timeout: 1, Survived: 1 }),
      report('weak.ts', { Killed: 3, Survived: 1, NoCoverage: 1, Ignored: 7, CompileError: 2 }),
      report('types.ts', { Ignored: 3 }),
    ];
    expect(scoresOf(reports)).toEqual({
      files: [
        { name: 'weak.ts', score: 60, killed: 3, total: 5 },
        { name: 'strong.ts', score: 95, killed: 19, total: 20 },
      ],
      overall: { name: 'overall', score: 88, killed: 22, total: 25 },
    });
  });

  it.each([
    [{ Killed: 93, Survived: 7 }, undefined],
    [{ Killed: 92, Survived: 8 }, /: overall\.$/],
    [{ Killed: 87, Survived: 13 }, /: overall, a\.ts\.$/],
    [{ Ignored: 1 }, 'Nothing was mutated.'],
  ])('of %o pass or are named', (ends, verdict) => {
    const reported = verdictOf(scoresOf([report('a.ts', ends)]));
    if (verdict === undefined) expect(reported).toBeUndefined();
    else expect(reported).toMatch(verdict);
  });

  it('name a weak file where all of them together are strong', () => {
    const reports = [
      report('a.ts', { Killed: 990, Survived: 10 }),
      report('b.ts', { Killed: 1, Survived: 1 }),
    ];
    expect(verdictOf(scoresOf(reports))).toMatch(/: b\.ts\.$/);
  });
});

describe('what is mutated', () => {
  it('is every room, a room, or a file', () => {
    expect(targetsOf([]).map(({ room }) => room)).toEqual([
      'errors',
      'limiter',
      'pagination',
      'request',
      'transport',
    ]);
    expect(targetsOf(['limiter', 'src/limiter/redis/host.ts'])).toEqual([
      { room: 'limiter', pattern: 'src/limiter/**/*.ts' },
      { room: 'limiter', pattern: 'src/limiter/redis/host.ts' },
    ]);
  });

  it('is nothing else', () => {
    expect(() => targetsOf(['webhooks'])).toThrow(/Not a room .*: webhooks\. There are errors, limiter/);
  });
});
