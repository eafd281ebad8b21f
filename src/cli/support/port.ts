// The port of a server that a command starts.
import { CommandFailure, UsageError } from './failure.ts';

/** A port from the command line. */
export function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}.`);
}

/** Why a server could not be started. */
export function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new CommandFailure(
      `Port ${port} is taken. Stop what listens there, or choose another with --port (0: a free one).`,
    );
  }
  if (error.code === 'EACCES')
    return new CommandFailure(`Port ${port} may not be opened by this user: choose one above 1023.`);
  return error;
}
