// Where rows and responses go: a file, or the standard output.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { UsageError } from '../support/failure.ts';
import { print, type Terminal } from '../support/terminal.ts';

/** Takes text, and can say how much of it is safely kept. */
export interface Sink {
  write(content: string | Uint8Array): Promise<void>;
  /** Returns once everything that was written would outlive a kill: the number of bytes. */
  keep(): Promise<number>;
  close(): Promise<void>;
}

export function standardOutput({ stdout }: Terminal): Sink {
  let bytes = 0;
  return {
    async write(content) {
      bytes += Buffer.byteLength(content);
      await print(stdout, content);
    },
    keep: async () => bytes,
    close: async () => {},
  };
}

/**
 * A file: its first `bytes` bytes stay. What stands behind them is dropped with the first write, so that a call that fails
 * leaves the file as it was.
 */
export async function fileSink(file: string, bytes = 0): Promise<Sink> {
  const { O_WRONLY, O_CREAT } = constants;
  const handle = await open(file, bytes === 0 ? O_WRONLY | O_CREAT : O_WRONLY).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UsageError(`${file} cannot be opened (${error.code}).`);
    },
  );
  let size: number;
  try {
    ({ size } = await handle.stat());
    if (size < bytes) {
      throw new UsageError(
        `${file} holds ${size} bytes, and ${bytes} were written to it: it is not the file of the earlier run.`,
        'Remove it and the file of --resume to begin anew.',
      );
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  let end = bytes;
  return {
    async write(content) {
      const data = typeof content === 'string' ? Buffer.from(content) : content;
      if (size > bytes) await handle.truncate(bytes);
      size = bytes;
      // The system may take less than it is given.
      for (let at = 0; at < data.length; ) {
        const { bytesWritten } = await handle.write(data, at, data.length - at, end);
        at += bytesWritten;
        end += bytesWritten;
      }
    },
    async keep() {
      await handle.datasync();
      return end;
    },
    close: () => handle.close(),
  };
}
