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
  /** Arguments of path and query, and the parsed body: `'[form]'` or `'[not JSON]'` for another one. Secrets are hidden. */
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  /**
   * Selected headers: accept, accept-language, authorization, content-type, prefer and user-agent; the value of authorization is
   * hidden.
   */
  headers: Record<string, string>;
  /** HTTP status of the response; `undefined` while there is none, and where none was sent. */
  status: number | undefined;
}

/** More than any test needs; a fake that serves for days must not grow without bound. */
const longest = 10_000;

const kept = ['authorization', 'accept', 'accept-language', 'content-type', 'prefer', 'user-agent'];

/** Makes the entry of a request. */
export type WriteEntry = (sent: Omit<JournalEntry, 'headers' | 'status'>, incoming: Incoming) => JournalEntry;

/** A list of the last 10,000 requests, and the function that writes into it. */
export function createJournal(): { entries: JournalEntry[]; write: WriteEntry } {
  const entries: JournalEntry[] = [];
  const entryOf = entryWriter();
  return {
    entries,
    write(sent, incoming) {
      const entry = entryOf(sent, incoming);
      if (entries.length === longest) entries.shift();
      entries.push(entry);
      return entry;
    },
  };
}

/** Entries without secrets, which are kept nowhere. */
export function entryWriter(): WriteEntry {
  let authorization: string | undefined;
  let tokens: string[] = [];
  let clean: Redactor = redactor([]);
  return ({ at, method, path, api, operationId, ...sent }, incoming) => {
    const header = incoming.header('authorization') ?? '';
    // Clients send the same tokens again and again.
    if (authorization !== header) {
      tokens = tokensIn(header);
      clean = remembering(redactor(tokens));
    }
    authorization = header;
    const secrets = secretsIn(sent);
    const hide = secrets.length > 0 ? redactor([...tokens, ...secrets]) : clean;
    const shown = redactValue(sent, hide) as typeof sent;
    return {
      ...{ at, method },
      path: operationId === undefined ? pathWithout([...tokens, ...secrets], path) : path,
      ...{ api, operationId, ...shown },
      headers: headersOf(incoming, hide),
      status: undefined,
    };
  };
}

/** Shorter secrets would also hide ordinary words: the token `any` is in `company`. */
function pathWithout(secrets: readonly string[], path: string): string {
  return redactor(secrets.filter(({ length }) => length >= 4))(path);
}

/** Clients send the same headers and names again and again, too. */
function remembering(clean: Redactor): Redactor {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const shown = clean(text);
    if (text.length <= 200 && known.size < 1000) known.set(text, shown);
    return shown;
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
