// What is mutated, and what the mutation tester's report says of it.

const rooms = ['errors', 'limiter', 'pagination', 'request', 'transport'];

/** Percent of the mutants that the tests have to notice: over all files, and in each. */
const least = { overall: 93, file: 88 };

/** A run of the mutation tester: the files that it changes, and the room whose tests it runs. */
interface Target {
  room: string;
  pattern: string;
}

/** What to mutate for these arguments: rooms (`limiter`), files (`limiter/queue.ts`), or everything for none. */
export function targetsOf(asked: readonly string[]): Target[] {
  return (asked.length > 0 ? asked : rooms).map((name) => {
    const [room = '', file] = name.replace(/^src\//, '').split(/\/(.*)/);
    if (!rooms.includes(room))
      throw new Error(`Not a room of src/ that is mutated: ${room}. There are ${rooms.join(', ')}.`);
    return { room, pattern: `src/${room}/${file || '**/*.ts'}` };
  });
}

/** The part of the mutation testing report that counts. */
export interface Report {
  files: Record<string, { mutants: { status: string }[] }>;
}

export interface Score {
  name: string;
  /** Percent of the mutants that the tests notice. */
  score: number;
  killed: number;
  total: number;
}

interface Scores {
  overall: Score;
  files: Score[];
}

/** Scores by file, the weakest first, and over all of them. A file without a mutant is left out. */
export function scoresOf(reports: readonly Report[]): Scores {
  const files = reports
    .flatMap((report) => Object.entries(report.files))
    .map(([name, { mutants }]) => {
      const has = (...wanted: string[]) => mutants.filter(({ status }) => wanted.includes(status)).length;
      const killed = has('Killed', 'Timeout');
      // Mutants that do not compile, or that no test could ever reach, say nothing about the tests.
      return scored(name, killed, killed + has('Survived', 'NoCoverage'));
    })
    .filter(({ total }) => total > 0)
    .sort((a, b) => a.score - b.score);
  const sum = (of: 'killed' | 'total') => files.reduce((all, file) => all + file[of], 0);
  return { files, overall: scored('overall', sum('killed'), sum('total')) };
}

function scored(name: string, killed: number, total: number): Score {
  return { name, killed, total, score: total === 0 ? 100 : (100 * killed) / total };
}

/** What is too weak, in words; `undefined` where nothing is. */
export function verdictOf({ overall, files }: Scores): string | undefined {
  if (files.length === 0) return 'Nothing was mutated.';
  const weak = files.filter(({ score }) => score < least.file).map(({ name }) => name);
  if (overall.score < least.overall) weak.unshift('overall');
  return weak.length > 0
    ? `Below ${least.overall} % overall, or ${least.file} % in a file: ${weak.join(', ')}.`
    : undefined;
}
