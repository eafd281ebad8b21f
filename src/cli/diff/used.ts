// Narrows a report down to the operations that a program calls.
import type { ApiChange, Report } from '../../diff/report.ts';
import { CommandFailure } from '../support/failure.ts';
import { loadCompiler } from './compiler.ts';
import { programOf } from './program-files.ts';
import { type Use, usesIn } from './uses.ts';

/** The same report with what concerns these files and folders, each change with the places of its operation. */
export async function usedOnly(report: Report, paths: readonly string[]): Promise<Report> {
  const ts = await loadCompiler();
  const { program, files } = programOf(ts, paths);
  const uses = usesIn(ts, program, files);
  if (uses.length === 0) {
    throw new CommandFailure(
      `${paths.join(', ')}: no call of altegio-sdk found in ${files.length} files. Is the package installed there, and are these the sources that use it?`,
    );
  }
  const changes = report.changes.flatMap((change): ApiChange[] => {
    const places = placesOf(change, uses);
    return places.length > 0 ? [{ ...change, uses: places }] : [];
  });
  const operations = new Set(uses.map(({ api, operation }) => `${api}.${operation}`));
  const note = `${count(operations.size, 'operation')} used in ${count(files.length, 'file')} of ${paths.join(', ')}`;
  return { ...report, changes, notes: [...report.notes, note] };
}

/** Code that calls by operationId does not care for a path that moved; all places are shown of everything else. */
function placesOf({ api, operation, severity }: ApiChange, uses: readonly Use[]): string[] {
  const places = uses.filter((use) => use.api === api && use.operation === operation);
  const concerned = severity === 'moved' ? places.filter(({ by }) => by === 'path') : places;
  return [...new Set(concerned.map(({ file, line }) => `${file}:${line}`))];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
