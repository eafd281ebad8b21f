// Reads the generated operation table: one line of text per operation, parsed when an API is first used.
import { type Operation, type Paging, type PagingStyle, undescribed } from './operation.ts';

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
