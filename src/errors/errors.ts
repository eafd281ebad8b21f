// Every way in which a call can fail, as classes; which one a response becomes is decided in transport/api-error.ts.

/**
 * Whether a write may have happened: `not-sent` – it never left; `refused` – the server refused it and did
 * nothing; `unknown` – it may or may not have happened, read it back before trying again.
 */
export type Outcome = 'not-sent' | 'refused' | 'unknown';

/** What every error knows of its call. Nothing in it holds a token or a filled URL. */
export interface ErrorFacts {
  outcome: Outcome;
  operationId?: string | undefined;
  /** HTTP method. */
  method?: string | undefined;
  /** Path template, as in the description. */
  path?: string | undefined;
  /** Attempts that were made. */
  attempts?: number | undefined;
  /** Milliseconds spent waiting for the limiter. */
  waitedMs?: number | undefined;
  /** The id under which hooks and log lines tell of this call; `undefined` when it was refused before it began. */
  callId?: string | undefined;
  /** Why there were further attempts, in order: `['HTTP 503', 'ECONNRESET']`. */
  retries?: readonly string[] | undefined;
  cause?: unknown;
}

const brand = Symbol.for('altegio-sdk.error');

/**
 * Base class of all errors of this package, except aborts: those stay the platform's `AbortError`.
 *
 * @example
 * try { await altegio.v1.get_client({ path: { location_id: 1, id: 2 } }); }
 * catch (error) { if (isAltegioError(error)) console.log(error.outcome, error.message); else throw error; }
 */
export class AltegioError extends Error {
  declare readonly outcome: Outcome;
  declare readonly operationId: string | undefined;
  declare readonly method: string | undefined;
  declare readonly path: string | undefined;
  declare readonly attempts: number;
  declare readonly waitedMs: number;
  declare readonly callId: string | undefined;
  declare readonly retries: readonly string[];

  constructor(message: string, facts: ErrorFacts) {
    const {
      outcome,
      operationId,
      method,
      path,
      attempts = 0,
      waitedMs = 0,
      callId,
      retries = [],
      cause,
    } = facts;
    super(message, cause === undefined ? undefined : { cause });
    // A copy of the retries: another sending by a middleware goes on writing its own.
    Object.assign(this, {
      outcome,
      operationId,
      method,
      path,
      attempts,
      waitedMs,
      callId,
      retries: [...retries],
    });
    Object.defineProperty(this, brand, { value: true });
  }

  /** Plain JSON for logs: the facts, without headers, response body and cause. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message };
  }
}

/**
 * The options, the arguments, or what a function of yours did are wrong. Nothing was sent (`not-sent`), unless a
 * `fetch` or middleware of yours is at fault: `outcome` tells what became of the call before that.
 */
export class AltegioConfigError extends AltegioError {
  constructor(message: string, facts: Partial<ErrorFacts> = {}) {
    super(message, { ...facts, outcome: facts.outcome ?? 'not-sent' });
  }
}

/** No response arrived: the connection could not be made (`not-sent`) or broke (`unknown`). */
export class AltegioConnectionError extends AltegioError {}

/** No complete response within `timeoutMs` or `deadlineMs`. */
export class AltegioTimeoutError extends AltegioError {}

/** A response arrived that cannot be read: broken JSON, HTML in place of JSON, too large. */
export class AltegioDecodeError extends AltegioError {
  readonly status: number;
  constructor(message: string, facts: ErrorFacts & { status: number }) {
    super(message, facts);
    this.status = facts.status;
  }
}

/**
 * The login and password are right, but the user has a second factor: no token is issued without it.
 *
 * @example
 * import { AltegioSecondFactorError } from 'altegio-sdk';
 *
 * try { await altegio.login({ login: '+15550100', password: 'secret' }); }
 * catch (error) { if (error instanceof AltegioSecondFactorError) console.log(error.uuid); else throw error; }
 */
export class AltegioSecondFactorError extends AltegioError {
  /** The id of this attempt to log in, as the API gives it. */
  readonly uuid: string;
  constructor(message: string, facts: ErrorFacts & { uuid: string }) {
    super(message, facts);
    this.uuid = facts.uuid;
  }
}

/** One entry of a failure: its code and field where the API names them. */
export interface Issue {
  message: string;
  code?: string | number;
  field?: string;
}

/** What an error response holds. */
export interface ApiErrorFacts extends ErrorFacts {
  status: number;
  /** Field name (without brackets) to messages. */
  fields: Record<string, string[]>;
  /** All entries, in the response's order. */
  issues: Issue[];
  /** Seconds to wait, where the response names them. */
  retryAfter?: number | undefined;
  headers: Headers;
  /** The response's body as it was read: JSON, text or nothing. */
  body: unknown;
}

/** The API responded with a failure: a 4xx or 5xx status, or HTTP 200 with `success: false`. */
export class AltegioApiError extends AltegioError {
  declare readonly status: number;
  declare readonly fields: Record<string, string[]>;
  declare readonly issues: Issue[];
  declare readonly retryAfter: number | undefined;
  declare readonly headers: Headers;
  declare readonly body: unknown;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, facts);
    const { status, fields, issues, retryAfter, headers, body } = facts;
    Object.assign(this, { status, fields, issues, retryAfter });
    // Responses can repeat what was sent, so headers and body are there to be read but do not print themselves.
    Object.defineProperties(this, { headers: { value: headers }, body: { value: body } });
  }
}

/** 401: a token is missing, wrong or out of date. A few operations respond to a missing RIGHT this way too. */
export class AltegioAuthenticationError extends AltegioApiError {}

/** 402: the location's license has lapsed, or its balance is too low. */
export class AltegioLicenseError extends AltegioApiError {}

/**
 * 403: the user lacks a right, or the partner where the operation needs the partner token only (the API does not say
 * which), or a proxy in front of the API refused.
 */
export class AltegioPermissionError extends AltegioApiError {}

/** 404 */
export class AltegioNotFoundError extends AltegioApiError {}

/** 409: the slot, team member or resource is taken. */
export class AltegioConflictError extends AltegioApiError {}

/** 400 and 422: what was sent is wrong, or refused for a business reason; see `fields` and `issues`. */
export class AltegioValidationError extends AltegioApiError {}

/**
 * 429: too many requests from this IP address. Also what a call ends with that cannot wait for the pause that an earlier
 * 429 asked for: then nothing was sent (`not-sent`), `retryAfter` is what is left of the pause, `body` and `headers` are empty.
 */
export class AltegioRateLimitError extends AltegioApiError {}

/** 5xx */
export class AltegioServerError extends AltegioApiError {}

// On the prototypes, as the platform's errors have it: an own name would show among the facts of each error.
// Spelt out, since minifiers rename classes.
const classes = {
  AltegioError,
  AltegioConfigError,
  AltegioConnectionError,
  AltegioTimeoutError,
  AltegioDecodeError,
  AltegioSecondFactorError,
  AltegioApiError,
  AltegioAuthenticationError,
  AltegioLicenseError,
  AltegioPermissionError,
  AltegioNotFoundError,
  AltegioConflictError,
  AltegioValidationError,
  AltegioRateLimitError,
  AltegioServerError,
};

for (const [name, { prototype }] of Object.entries(classes)) {
  Object.defineProperty(prototype, 'name', { value: name, writable: true, configurable: true });
}

/**
 * Whether a value is an error of this package – of any copy of it, ESM or CJS, where `instanceof` would fail.
 *
 * @param value anything that was caught
 * @returns `true` for every `AltegioError`
 * @example
 * promise.catch((error: unknown) => { if (!isAltegioError(error)) throw error; console.log(error.outcome); });
 */
export function isAltegioError(value: unknown): value is AltegioError {
  return typeof value === 'object' && value !== null && brand in value;
}

/**
 * Whether a value is an error RESPONSE of the API (`status`, `fields`, `issues` are there), of any copy of this package.
 *
 * @param value anything that was caught
 * @returns `true` for every `AltegioApiError`
 * @example
 * promise.catch((error: unknown) => { if (isAltegioApiError(error) && error.status === 404) return undefined; throw error; });
 */
export function isAltegioApiError(value: unknown): value is AltegioApiError {
  return isAltegioError(value) && 'status' in value && 'fields' in value;
}
