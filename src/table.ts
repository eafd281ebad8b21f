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
  /** Template with the same parameters that newer editions of the description use; both reach the same handler. */
  canonical: string | undefined;
  /** Path parameters that may be left out, together with their segment. */
  optional: string[];
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
  /** operationId of the GET that shows what a write has done. */
  readBack: string | undefined;
}

/** The table of one API, by operationId, and by method and path template (the canonical and the earlier ones too). */
export interface Table {
  byId: ReadonlyMap<string, Operation>;
  byPath: ReadonlyMap<string, Operation>;
}

/**
 * Parses the text of a `generated/<api>.operations.ts`. It has two kinds of lines:
 *
 * `<part of a path> <what newer editions write for it>`: the renamings that, in this order, give the canonical path;
 *
 * `<path> <METHOD> <token> [json|json!|multipart|multipart!] [blob] [safe|unsafe] [needs=…] [comma=…] [server=…] [paging=…]
 * [back|back=…] [canon=…] [alias=…] <operationId>`: an operation. Without a path it has that of the line above. `{name?}`
 * may be left out; `!` marks a body that must be there; `back` alone means the nearest GET above; `canon` stands only
 * where the renamings are wrong, and empty where there is no canonical path.
 */
export function readTable(text: string): Table {
  const byId = new Map<string, Operation>();
  const byPath = new Map<string, Operation>();
  const others = new Map<string, Operation>();
  const renamings = new Map<string, string>();
  let path = '';
  let renamed = '';
  let optional: string[] = [];
  let read: string | undefined;
  for (const line of text.split('\n')) {
    const [start, method, security, ...words] = line.split(' ') as [string, string, 'none', ...string[]];
    if (!security) {
      if (method) renamings.set(start, method);
      continue;
    }
    if (start) {
      const parts = start.split('?}');
      optional = parts.slice(0, -1).map((part) => part.split('{').pop()!);
      renamed = path = parts.join('}');
      renamings.forEach((to, from) => {
        // Most paths hold none of them, and asking is faster than replacing.
        if (renamed.includes(from)) renamed = renamed.replace(from, to);
      });
    }
    const id = words.pop()!;
    if (method === 'GET') read = id;
    const operation: Operation = {
      ...undescribed(method, path),
      id,
      optional,
      security,
      body: 'none',
      answer: 'json',
    };
    let canonical = renamed;
    byId.set(id, operation);
    byPath.set(`${method} ${path}`, operation);
    for (const word of words) {
      const [name, value = ''] = word.split('=') as [string, string?];
      if (name === 'needs' || name === 'comma') operation[name] = value.split(',');
      else if (name === 'server') operation.server = value;
      else if (name === 'back') operation.readBack = value || read;
      else if (name === 'paging') operation.paging = readPaging(value);
      else if (name === 'canon') canonical = value || path;
      else if (name === 'alias')
        for (const each of value.split(',')) others.set(`${method} ${each}`, operation);
      else if (name === 'blob') operation.answer = name;
      else if (name === 'safe' || name === 'unsafe') operation.safe = name === 'safe';
      else {
        operation.body = name.replace('!', '') as 'json';
        operation.bodyRequired = name !== operation.body;
      }
    }
    if (canonical !== path) {
      operation.canonical = canonical;
      others.set(`${method} ${canonical}`, operation);
    }
  }
  // What is published under a path goes before what another operation was called by.
  return { byId, byPath: new Map([...others, ...byPath]) };
}

function readPaging(text: string): Paging {
  const [where, page, size, max, items, total, key] = text.split(':') as [
    string,
    string,
    string,
    ...string[],
  ];
  return {
    style: where.split('@')[0] as PagingStyle,
    // `page-body`, `date-cursor`, and what says `@body`.
    in: /body|cursor/.test(where) ? 'body' : 'query',
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
    canonical: undefined,
    optional: [],
    security: 'any',
    body: 'any',
    bodyRequired: false,
    answer: 'any',
    safe: method === 'GET' || method === 'HEAD',
    needs: [],
    comma: [],
    server: undefined,
    paging: undefined,
    readBack: undefined,
  };
}
