// How the commands of the project say what they refuse.
import { parseArgs } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { refuse } from '../../scripts/command.ts';

describe('a refusal', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  /** What is printed for the error that `fail` throws. */
  function printed(fail: () => unknown): unknown {
    const print = vi.spyOn(console, 'error').mockReturnValue();
    try {
      fail();
    } catch (error) {
      refuse(error);
    }
    expect(process.exitCode).toBe(1);
    return print.mock.calls[0]?.[0];
  }

  it('of an unknown option is its message alone', () => {
    const fail = () => parseArgs({ args: ['--chek'], options: { check: { type: 'boolean' } } });
    expect(printed(fail)).toMatch(/^Unknown option '--chek'/);
  });

  it('of a slip in a script keeps the stack', () => {
    expect(printed(() => (undefined as unknown as string).length)).toBeInstanceOf(TypeError);
  });
});
