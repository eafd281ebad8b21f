// Reads the generated operation table: one line of text per operation, parsed when an API is first used.

/** How an operation hands out its pages. */
export type PagingStyle = 'page-count' | 'page-body' | 'page-limit' | 'date-cursor';

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
  max: number | undefined;
  /** Paths of the item lists in the answer; nearly always the one path `['data']`. */
  items: string[][];
  /** Path of the total in the answer. */
  total: string[] | undefined;
  /** Field that identifies an item. */
  key: string | undefined;
}

/** Everything that the runtime knows of one operation. */
export interface Operation {
  /** The vendor's operationId; `undefined` behind the untyped door. */
  id: string | undefined;
  method: string;
  /** Path template, as in the description. */
  path: string;
  /** Which tokens it needs; `any` (untyped door) sends what there is. */
  security: 'none' | 'partner' | 'user' | 'any';
  body: 'none' | 'json' | 'multipart' | 'any';
  bodyRequired: boolean;
  /** What a success carries; `any` (untyped door) takes what comes. */
  answer: 'json' | 'blob' | 'any';
  /** Only reads, so that it may be repeated. */
  safe: boolean;
  /** Query parameters without which the API refuses the call. */
  needs: string[];
  /** Query arrays that are sent comma-separated. */
  comma: string[];
  /** Absolute base of an operation that lives on another host. */
  server: string | undefined;
  paging: Paging | undefined;
}

/** The table of one API, by operationId and by method and path template. */
export interface Table {
  byId: ReadonlyMap<string, Operation>;
  byPath: ReadonlyMap<string, Operation>;
}

/** Parses the text of a `generated/<api>.operations.ts`. */
export function readTable(text: string): Table {
  const byId = new Map<string, Operation>();
  const byPath = new Map<string, Operation>();
  for (const line of text.split('\n')) {
    if (!line) continue;
    const operation = readLine(line);
    byId.set(operation.id!, operation);
    byPath.set(`${operation.method} ${operation.path}`, operation);
  }
  return { byId, byPath };
}

function readLine(line: string): Operation {
  const [id, method, path, security, ...words] = line.split(' ') as [string, string, string, 'none'];
  const operation: Operation = {
    id,
    method,
    path,
    security,
    body: 'none',
    bodyRequired: false,
    answer: 'json',
    safe: method === 'GET',
    needs: [],
    comma: [],
    server: undefined,
    paging: undefined,
  };
  for (const word of words as string[]) {
    const [name, value = ''] = word.split(/=(.*)/s) as [string, string?];
    if (name === 'needs' || name === 'comma') operation[name] = value.split(',');
    else if (name === 'server') operation.server = value;
    else if (name === 'paging') operation.paging = readPaging(value);
    else if (name === 'blob') operation.answer = 'blob';
    else if (name === 'safe' || name === 'unsafe') operation.safe = name === 'safe';
    else {
      operation.body = name.replace('!', '') as 'json';
      operation.bodyRequired = name.endsWith('!');
    }
  }
  return operation;
}

function readPaging(text: string): Paging {
  const [where, page, size, max, items, total, key] = text.split(':') as [
    string,
    string,
    string,
    ...string[],
  ];
  const [style, door] = where.split('@') as [PagingStyle, string?];
  return {
    style,
    in: door === 'body' || style === 'page-body' || style === 'date-cursor' ? 'body' : 'query',
    page,
    size,
    max: max ? Number(max) : undefined,
    items: items!.split('+').map((list) => list.split('.')),
    total: total ? total.split('.') : undefined,
    key: key || undefined,
  };
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
    security: 'any',
    body: 'any',
    bodyRequired: false,
    answer: 'any',
    safe: method === 'GET' || method === 'HEAD',
    needs: [],
    comma: [],
    server: undefined,
    paging: undefined,
  };
}
