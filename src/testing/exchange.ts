// A request and a response, as the servers and functions that stand in for the API see them.

/** What arrived. */
export interface Incoming {
  method: string;
  /** Path and query, as they were sent. */
  pathname: string;
  query: URLSearchParams;
  /** A header by its name in small letters. */
  header(name: string): string | undefined;
  /** All of them. */
  headers(): Record<string, string>;
  /** The body as text; `undefined` without one. */
  body: string | undefined;
  /** Whether the body is a form with files, which is not looked into. */
  isForm: boolean;
}

/** What is sent back. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Ends without a response: the connection is closed, or nothing ever comes. */
export type Silence = 'reset' | 'hang';

/** Responds to one request. */
export type Respond = (incoming: Incoming) => Promise<Reply | Silence>;

/** Whether a response with this status never has a body. */
export const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;

/** The media type of every response with JSON. */
export const jsonType = 'application/vnd.api.v2+json';

/** A response with JSON. */
export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': jsonType, ...headers }, body: JSON.stringify(value) };
}
