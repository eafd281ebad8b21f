// What arrived, for tests to look at: without tokens, passwords, codes and hashes.
import { type Redactor, redactor, redactValue, secretsIn } from '../errors/redact.ts';
import type { ApiName } from '../request/base-url.ts';
import type { Incoming } from './exchange.ts';

/** One request that arrived, and what became of it. */
export interface JournalEntry {
  /** When, in milliseconds of the fake's clock. */
  at: number;
  method: string;
  /** The path template of the contract; what was sent where nothing is known under that path. */
  path: string;
  /** `undefined` where the contract knows no such operation. */
  api: ApiName | undefined;
  operationId: string | undefined;
  /** Arguments of path and query, and the parsed body. Secrets are hidden. */
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  /** Headers that were sent, by name in small letters; tokens are hidden. */
  headers: Record<string, string>;
  /** HTTP status of the response; `undefined` while there is none, and where none was sent. */
  status: number | undefined;
}

/** More than any test needs; a fake that serves for days must not grow without bound. */
const longest = 10_000;

const kept = ['authorization', 'accept', 'accept-language', 'content-type', 'prefer', 'user-agent'];

/** A list of the last 10,000 requests, and the function that writes into it. */
export function createJournal(): {
  entries: JournalEntry[];
  write(entry: Omit<JournalEntry, 'headers' | 'status'>, incoming: Incoming): JournalEntry;
} {
  const entries: JournalEntry[] = [];
  let authorization: string | undefined;
  let clean: Redactor = redactor([]);
  return {
    entries,
    write({ at, method, path, api, operationId, ...sent }, incoming) {
      const tokens = incoming.header('authorization') ?? '';
      // Clients send the same tokens again and again.
      if (authorization !== tokens) clean = redactor(tokensIn(tokens));
      authorization = tokens;
      const secrets = secretsIn(sent);
      const hide = secrets.length > 0 ? redactor([...tokensIn(tokens), ...secrets]) : clean;
      const shown = redactValue(sent, hide) as typeof sent;
      const entry: JournalEntry = {
        ...{ at, method, path, api, operationId, ...shown },
        headers: headersOf(incoming, hide),
        status: undefined,
      };
      if (entries.length === longest) entries.shift();
      entries.push(entry);
      return entry;
    },
  };
}

function tokensIn(authorization: string): string[] {
  return [...authorization.matchAll(/(?:Bearer|User)\s+([^\s,]+)/gi)].map(([, token]) => token!);
}

function headersOf(incoming: Incoming, clean: Redactor): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of kept) {
    const value = incoming.header(name);
    if (value !== undefined) headers[name] = name === 'authorization' ? '[redacted]' : clean(value);
  }
  return headers;
}
