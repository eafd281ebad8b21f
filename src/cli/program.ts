// The command line of `altegio-sdk`: its commands, and how it ends.
import { Command } from 'commander';
import { addCall } from './call.ts';
import { addDiff } from './diff.ts';
import { addDoctor } from './doctor.ts';
import { addLogin } from './login.ts';
import { addMock } from './mock.ts';
import { addOperations } from './operations.ts';
import { exitCodeOf, exitCodes, isClosedPipe, reportError } from './support/failure.ts';
import { processTerminal, type Terminal } from './support/terminal.ts';
import { version } from './support/version.ts';
import { addWebhooks } from './webhooks.ts';

const epilogue = `
Tokens and base URL come from ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN and ALTEGIO_BASE_URL, or from a profile
(altegio-sdk login). They are never taken from the command line, and never printed, except by \`login --print\`.

Exit codes: 0 done; 1 the API refused, or no response came; 2 wrong usage, nothing was sent; 3 a write failed
or was stopped and may have happened all the same; 130 stopped.`;

/** Runs one command line and returns its exit code. Writes its errors itself. */
export async function run(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  // A reader that has seen enough, as in `| head`, is no failure.
  const ignoreClosedPipe = (error: NodeJS.ErrnoException) => {
    if (!isClosedPipe(error)) throw error;
  };
  terminal.stdout.on('error', ignoreClosedPipe);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (isClosedPipe(error)) return exitCodes.done;
    reportError(error, terminal, args.includes('--json'));
    return exitCodeOf(error);
  }
}

/** The parser with all commands. `end` takes the exit code of the one that ran. */
export function createProgram(terminal: Terminal, end: (code: number) => void): Command {
  const { stdout, stderr } = terminal;
  const program = new Command('altegio-sdk')
    .description('Calls, searches, checks and stands in for the Altegio API.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(--help shows what it takes)')
    .addHelpText('after', epilogue);
  addOperations(program, terminal, end);
  addCall(program, terminal, end);
  addLogin(program, terminal, end);
  addDoctor(program, terminal, end);
  addDiff(program, terminal, end);
  addMock(program, terminal, end);
  addWebhooks(program, terminal, end);
  return program;
}
