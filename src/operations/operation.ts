// What the runtime knows of one operation.

/** How an operation hands out its pages. */
export type PagingStyle = 'page-count' | 'page-body' | 'page-limit' | 'date-cursor' | 'cursor';

/** The paging facts of one operation, from `x-altegio-paging`. */
export interface Paging {
  style: PagingStyle;
  /** Where the parameters stand. */
  in: 'query' | 'body';
  /** Name of the page (or `from`) parameter. */
  page: string;
  /** Name of the size (or `to`) parameter. */
  size: string;
  /** Largest page size that the API is known to honour. */
  max?: number;
  /** Paths of the item lists in the response; nearly always the one path `['data']`. */
  items: string[][];
  /** Path of the total in the response. */
  total?: string[];
  /** Field that identifies an item. */
  key?: string;
}

/** Everything that the runtime knows of one operation. */
export interface Operation {
  /** The vendor's operationId; `undefined` for an undocumented endpoint. */
  id: string | undefined;
  method: string;
  /** Path template, as in the description. */
  path: string;
  /**
   * Template that newer editions of the description use; both reach the same handler. It may lack a parameter. A method
   * stands before it (`POST /path`) where that is another one.
   */
  canonical: string | undefined;
  /** Templates of earlier editions, the latest first, in the same form. They may have a parameter more. */
  aliases: readonly string[];
  /** What earlier editions called it. */
  formerIds: readonly string[];
  /** operationId to call in place of one that is deprecated; `''` where none is known. */
  deprecated: string | undefined;
  /** Why it cannot be called any more: it stays for one minor release, so that code learns what became of it. */
  removed: string | undefined;
  /** Path parameters that may be left out, together with their segment. */
  optional: readonly string[];
  /**
   * Which tokens it needs; `bearer` takes the partner token and never a user's beside it; `any` (undocumented endpoint) sends
   * what there is.
   */
  security: 'none' | 'bearer' | 'partner' | 'user' | 'any';
  body: 'none' | 'json' | 'multipart' | 'any';
  bodyRequired: boolean;
  /** Media type of the JSON that is sent, where it is not `application/json`. */
  mediaType: string | undefined;
  /**
   * Name, in lower case, of the header whose value tells a repeated write from a second one. The client sends one with each
   * call, the same in every attempt, so that the write may be repeated.
   */
  keyHeader: string | undefined;
  /**
   * What a success carries: `json` – an object; `array` – a list of JSON; `blob` – a document; `none` – nothing is
   * promised; `any` (undocumented endpoint) takes what comes.
   */
  response: 'json' | 'array' | 'blob' | 'none' | 'any';
  /** Nobody has seen whether the envelope is sent: it is put around a body that comes without. */
  envelope: 'maybe' | undefined;
  /** Only reads, so that it may be repeated. */
  safe: boolean;
  /**
   * Names of all query parameters, without brackets at their end, with a space between them; a mark behind a name says
   * what the values are: `@` dates, `#` numbers, `+` whole numbers from 1. `undefined`: nothing is known.
   */
  query: string | undefined;
  /** Query parameters without which the API refuses the call. */
  requiredQuery: readonly string[];
  /** Names of one thing in query or body, that of today first: a request holds one of them. */
  families: readonly (readonly string[])[];
  /** Query arrays that are sent comma-separated. */
  commaQuery: readonly string[];
  /** Absolute base of an operation that lives on another host. */
  server: string | undefined;
  paging: Paging | undefined;
  /** operationId of the GET that shows what a write has done, with its API where that is another one; `''` is none. */
  readBack: string | undefined;
  /** operationIds that return the user token it needs, where that is not a business user's. */
  tokenFrom: readonly string[];
}

/** What an operation says of itself where it differs from the usual one: JSON in return, no body, safe if it is a GET. */
export type OperationFacts = Partial<Omit<Operation, 'id' | 'method' | 'path' | 'security'>>;

/**
 * The generated operations of one API, by operationId. A write without `readBack` has the GET of its own path. The path
 * stands first, since a table compresses better so.
 */
export type OperationTable = Record<
  string,
  readonly [path: string, method: string, security: Operation['security'], facts?: OperationFacts]
>;

/** Another path of an operation, with the method under it. */
export function otherPlace({ method }: Operation, text: string): { method: string; path: string } {
  const [path = '', verb = method] = text.split(' ').reverse();
  return { method: verb, path };
}

/** How messages name an operation. */
export function label(operation: Operation): string {
  return operation.id ?? `${operation.method} ${operation.path}`;
}

/** The part of an error's facts that an operation gives. */
export function facts(operation: Operation): {
  operationId: string | undefined;
  method: string;
  path: string;
} {
  return { operationId: operation.id, method: operation.method, path: operation.path };
}

/** An operation that no description knows: everything is taken as it comes. */
export function undescribed(method: string, path: string): Operation {
  return {
    id: undefined,
    method,
    path,
    canonical: undefined,
    aliases: [],
    formerIds: [],
    deprecated: undefined,
    removed: undefined,
    optional: [],
    security: 'any',
    body: 'any',
    bodyRequired: false,
    mediaType: undefined,
    keyHeader: undefined,
    response: 'any',
    envelope: undefined,
    safe: method === 'GET' || method === 'HEAD',
    query: undefined,
    requiredQuery: [],
    families: [],
    commaQuery: [],
    server: undefined,
    paging: undefined,
    readBack: undefined,
    tokenFrom: [],
  };
}
