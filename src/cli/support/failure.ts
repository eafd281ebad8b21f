// How a command ends: its exit codes, and what it says of an error.
import { CommanderError } from 'commander';
import { AltegioConfigError, isAltegioApiError, isAltegioError } from '../../index.ts';
import { jsonText, painter, type Terminal } from './terminal.ts';

/** What the exit code of the command tells a script. */
export const exitCodes = {
  done: 0,
  /** The API refused, no response came, nothing was found, or a check of `doctor` failed. */
  failed: 1,
  /** The command line, the settings or the input are wrong; nothing was sent. */
  usage: 2,
  /** A write failed or was stopped, and it is not known whether it was done. */
  unknownOutcome: 3,
  /** Ctrl+C, with no write under way. */
  interrupted: 130,
} as const;

/** The command line, a file or a setting is wrong. */
export class UsageError extends Error {
  /** What to do, in one line. */
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** A failure whose text is all that there is to say. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
  }
}

/** Ctrl+C. */
export class Interrupted extends CommandFailure {
  constructor(message: string) {
    super(message, exitCodes.interrupted);
  }
}

/** Whether the reader of the output has gone, as `| head` does. */
export function isClosedPipe(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}

/** The exit code for an error. `isRead` is whether the call that failed only reads, so that no write can be open. */
export function exitCodeOf(error: unknown, isRead = false): number {
  if (error instanceof CommandFailure) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof UsageError) return exitCodes.usage;
  if (isAltegioError(error)) {
    if (error instanceof AltegioConfigError && error.outcome === 'not-sent') return exitCodes.usage;
    return error.outcome === 'unknown' && !isRead ? exitCodes.unknownOutcome : exitCodes.failed;
  }
  return exitCodes.failed;
}

/** Writes an error to stderr: as text, or with `--json` as one line of JSON. */
export function reportError(error: unknown, { stderr, env }: Terminal, isJson: boolean): void {
  // The parser has written its own.
  if (error instanceof CommanderError) return;
  if (isJson) stderr.write(jsonText({ error: factsOf(error) }, true));
  else stderr.write(`${linesOf(error, painter(stderr, env)).join('\n')}\n`);
}

function factsOf(error: unknown): unknown {
  if (isAltegioError(error)) return error.toJSON();
  const { name, message, hint } = error as Partial<UsageError>;
  return { name: name ?? 'Error', message: message ?? String(error), hint };
}

function linesOf(error: unknown, paint: ReturnType<typeof painter>): string[] {
  if (!(error instanceof Error)) return [`${paint('red', 'error:')} ${String(error)}`];
  const lines = [`${paint('red', 'error:')} ${error.message}`];
  if (error instanceof UsageError && error.hint) lines.push(error.hint);
  if (isAltegioApiError(error)) {
    lines.push(
      ...Object.entries(error.fields).flatMap(([name, texts]) => texts.map((text) => `  ${name}: ${text}`)),
    );
  }
  if (isAltegioError(error) && error.attempts > 1) {
    lines.push(paint('dim', `  ${error.attempts} attempts: ${error.retries.join(', ')}`));
  }
  return lines;
}
