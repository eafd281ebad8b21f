// Where a paged read stands, in a file: written after the rows, so that what it says has always been kept.
import { open, readFile, rename } from 'node:fs/promises';
import type { Cursor } from '../../index.ts';
import { CommandFailure, UsageError } from '../support/failure.ts';

/** What the file holds: plain JSON without a token. */
export interface ResumeState {
  /** The operation, and where it is read from: another read must not go on from here. */
  operation: string;
  server: string;
  /** The file of the rows, and its length when the page before `cursor` was complete. */
  out: string;
  bytes: number;
  rows: number;
  pages: number;
  /** `undefined` before the first page. */
  cursor?: Cursor;
}

type Reading = Pick<ResumeState, 'operation' | 'server' | 'out'>;

/** Reads the state of an earlier run of the same read; `undefined` where there was none. */
export async function readState(file: string, reading: Reading): Promise<ResumeState | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`${file} cannot be read (${error.code}).`);
  });
  if (text === undefined) return undefined;
  const state = parse(text);
  if (!state) {
    throw new UsageError(`${file} is not the state of a read.`, 'Name another file for --resume.');
  }
  for (const name of ['operation', 'server', 'out'] as const) {
    if (state[name] === reading[name]) continue;
    throw new UsageError(
      `${file} belongs to a read with another ${name}: ${state[name]}, not ${reading[name]}.`,
      'Name another file for --resume, or remove this one to begin anew.',
    );
  }
  return state;
}

function parse(text: string): ResumeState | undefined {
  try {
    const state = JSON.parse(text) as Partial<ResumeState> | null;
    const isFit = [state?.bytes, state?.rows, state?.pages].every(
      (number) => Number.isSafeInteger(number) && number! >= 0,
    );
    return isFit ? (state as ResumeState) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the file as a whole, so that a kill leaves the old state or the new one. */
export async function writeState(file: string, state: ResumeState): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailure(`${file} cannot be written (${error.code}).`);
  });
  try {
    await handle.writeFile(`${JSON.stringify(state)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
