// `call --all`: every row of every page as one line of JSON, with a way to go on after a kill.
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CallInput, Page, PageOptions, Pages } from '../../index.ts';
import { Interrupted, UsageError } from '../support/failure.ts';
import type { Terminal } from '../support/terminal.ts';
import { amount, count, duration, progressLine } from './progress.ts';
import { type ResumeState, readState, writeState } from './resume-file.ts';
import { fileSink, type Sink, standardOutput } from './sink.ts';

/** A paged read: its pages, and what names it. */
export interface Reading {
  operation: string;
  server: string;
  input: CallInput;
  pages(input: CallInput & PageOptions): Pages<unknown>;
}

export interface WalkOptions {
  out?: string;
  resume?: string;
  /** Whether the progress is shown; default: on a terminal. */
  progress?: boolean;
}

type State = ResumeState;

/** Reads the list to its end. With `resume`, what an earlier run has kept stays, and the read goes on behind it. */
export async function walk(reading: Reading, options: WalkOptions, terminal: Terminal): Promise<void> {
  const { sink, state } = await begin(reading, options, terminal);
  const meter = meterOf(state, options, terminal);
  try {
    if (state.cursor?.end) return meter.end('the list was read to its end before');
    await readAll(reading, { sink, state, options, meter });
    meter.end(options.out === undefined ? '' : `in ${options.out}`);
  } catch (error) {
    meter.stop();
    if ((error as Error).name !== 'AbortError') throw error;
    const goOn = options.resume ? ': the same command goes on from there' : '';
    throw new Interrupted(`Stopped after ${count(state.rows)} rows${goOn}.`);
  } finally {
    await sink.close();
  }
}

interface Walk {
  sink: Sink;
  state: State;
  options: WalkOptions;
  meter: ReturnType<typeof meterOf>;
}

async function readAll(reading: Reading, { sink, state, options, meter }: Walk): Promise<void> {
  for await (const page of reading.pages({ ...reading.input, from: state.cursor })) {
    const lines = page.items.map((item) => `${JSON.stringify(item)}\n`).join('');
    await sink.write(lines);
    state.rows += page.items.length;
    state.pages += 1;
    state.cursor = page.cursor;
    if (options.resume) {
      // The rows first: a state must never promise rows that are not there.
      state.bytes = await sink.keep();
      await writeState(options.resume, state);
    }
    meter.see(page);
  }
  // Of a list without rows too: what the file held before goes.
  await sink.write('');
  if (!options.resume || state.cursor?.end) return;
  // The last page that was looked at had nothing new.
  state.cursor = { ...state.cursor, end: true };
  await writeState(options.resume, state);
}

async function begin(
  { operation, server }: Reading,
  { out, resume }: WalkOptions,
  terminal: Terminal,
): Promise<{ sink: Sink; state: State }> {
  const fresh = {
    operation,
    server,
    out: out === undefined ? '' : resolve(out),
    bytes: 0,
    rows: 0,
    pages: 0,
  };
  if (resume === undefined) {
    return { sink: out === undefined ? standardOutput(terminal) : await fileSink(out), state: fresh };
  }
  if (out === undefined) {
    throw new UsageError('--resume needs --out: output sent to a pipe cannot be resumed.');
  }
  const known = await readState(resume, fresh);
  if (!known) {
    if (await exists(out)) {
      throw new UsageError(
        `${out} is there, and ${resume} is not: it may hold rows that no state belongs to.`,
        `Remove ${out} to begin anew, or name the state file of its read.`,
      );
    }
    // Before the first row: from here on, rows without a state are a mistake.
    await writeState(resume, fresh).catch(({ message }: Error) => {
      throw new UsageError(message);
    });
  }
  const state = known ?? fresh;
  return { sink: await fileSink(out, state.bytes), state };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Tells how far the read is: on a terminal as one line that changes, else at the end only. */
function meterOf(state: State, { progress }: WalkOptions, { stderr }: Terminal) {
  const start = performance.now();
  const { rows: rowsBefore } = state;
  const isShown = progress ?? stderr.isTTY === true;
  const isTerminal = stderr.isTTY === true;
  let total: number | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  const line = () => {
    const { pages, rows } = state;
    return progressLine({
      pages,
      rows,
      rowsOfRun: rows - rowsBefore,
      total,
      elapsedMs: performance.now() - start,
    });
  };
  const clear = () => void (isShown && isTerminal && stderr.write('\r\u001B[K'));
  return {
    see(page: Page<unknown>): void {
      total = page.total ?? total;
      const now = performance.now();
      if (!isShown || now - shownAt < (isTerminal ? 100 : 1000)) return;
      shownAt = now;
      const text = line();
      if (isTerminal) stderr.write(`\r\u001B[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
      else stderr.write(`${text}\n`);
    },
    stop: clear,
    end(words: string): void {
      clear();
      const { rows, pages } = state;
      const time = duration(performance.now() - start);
      stderr.write(
        `${[amount(rows, 'row'), amount(pages, 'page'), time, words].filter(Boolean).join(', ')}\n`,
      );
    },
  };
}
