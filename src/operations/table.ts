// Indexes the generated operations of one API: by operationId, and by method and path.
import { type Operation, type OperationTable, otherPlace, undescribed } from './operation.ts';

/** The operations of one API, by operationId, and by method and path template (the canonical and the earlier ones too). */
export interface Table {
  /** By the operationIds of today. */
  byId: ReadonlyMap<string, Operation>;
  byPath: ReadonlyMap<string, Operation>;
}

/** Completes every operation with what its entry leaves out. */
export function indexTable(table: OperationTable): Table {
  const byId = new Map<string, Operation>();
  const published = new Map<string, Operation>();
  const others = new Map<string, Operation>();
  for (const [id, [path, method, security, facts]] of Object.entries(table)) {
    const operation: Operation = {
      ...undescribed(method, path),
      id,
      security,
      body: 'none',
      response: 'json',
      query: '',
      ...facts,
    };
    byId.set(id, operation);
    published.set(`${method} ${path}`, operation);
    const { aliases, canonical } = operation;
    for (const text of canonical ? [...aliases, canonical] : aliases) {
      const other = otherPlace(operation, text);
      others.set(`${other.method} ${other.path}`, operation);
    }
  }
  for (const operation of byId.values()) {
    const read = published.get(`GET ${operation.path}`);
    if (!operation.safe && read?.safe && !read.removed) operation.readBack ??= read.id;
  }
  // What is published under a path goes before what another operation was called by.
  return { byId, byPath: new Map([...others, ...published]) };
}
