// Targets of overlay actions, read. An operation named by its id is looked up in an index, and only what follows is
// evaluated: 2,000 filters over every operation of a description would cost the generator a minute.
import { jsonpath } from 'json-p3';
import type { Json, Keys } from '../openapi/document.ts';

export interface Node {
  value: unknown;
  /** Undefined for the document itself. */
  parent: Json | unknown[] | undefined;
  key: string | number;
}

export interface NodeFinder {
  /** The nodes behind a target; throws where the target is no JSONPath. */
  find(target: string): Node[];
  /** To be called when operations may have come, gone or moved. */
  forget(): void;
}

/** What a target says first when it is about an operation, or about the path item around one. */
const forms = {
  operation: /^\$\.(paths|webhooks)\[\*\]\[\?@\.operationId=='((?:[^'\\]|\\.)*)'\]/,
  pathItem: /^\$\.(paths|webhooks)\[\?@\[\?@\.operationId=='((?:[^'\\]|\\.)*)'\]\]/,
};

interface OperationTarget {
  form: keyof typeof forms;
  section: string;
  operationId: string;
  /** The operation or the path item itself. */
  start: string;
  /** What follows: a place inside. */
  rest: string;
}

/** Reads a target that is about an operation; undefined where it is about something else. */
export function readOperationTarget(target: string): OperationTarget | undefined {
  for (const form of ['operation', 'pathItem'] as const) {
    const [start, section, id] = forms[form].exec(target) ?? [];
    if (start === undefined) continue;
    const operationId = id!.replace(/\\(.)/g, '$1');
    return { form, section: section!, operationId, start, rest: target.slice(start.length) };
  }
  return undefined;
}

/** The target of what holds the matches of a target; undefined for the document itself. */
export function targetAround(target: string): string | undefined {
  // The last step: a name, or a bracket that closes the target.
  const [step] = /(\.\w+|\[(?:[^[\]]|\[[^\]]*\])*\])$/.exec(target) ?? [];
  return step === undefined ? undefined : target.slice(0, -step.length);
}

/** Whether an action on this target can change which operations there are, and where. */
export function reachesOperations(target: string): boolean {
  const about = readOperationTarget(target);
  if (!about) return !target.startsWith('$.components');
  return about.form === 'pathItem' || about.rest === '';
}

/** Finds nodes in a document that changes between two looks. */
export function nodeFinder(doc: Json): NodeFinder {
  let operations: Map<string, Keys[]> | undefined;
  const find = (target: string): Node[] => {
    const about = readOperationTarget(target);
    if (!about) return nodesIn(doc, target);
    operations ??= indexOf(doc);
    const places = operations.get(`${about.section} ${about.operationId}`) ?? [];
    const starts = about.form === 'pathItem' ? places.map((keys) => keys.slice(0, -1)) : places;
    return starts.flatMap((keys) => {
      const start = nodeAt(doc, keys);
      return about.rest === '' ? [start] : nodesIn(start.value as Json, `$${about.rest}`);
    });
  };
  return {
    find,
    forget() {
      operations = undefined;
    },
  };
}

function indexOf(doc: Json): Map<string, Keys[]> {
  const found = new Map<string, Keys[]>();
  for (const section of ['paths', 'webhooks']) {
    for (const [path, item] of Object.entries((doc[section] ?? {}) as Record<string, Json>)) {
      for (const [method, operation] of Object.entries(item)) {
        const id = (operation as Json | null)?.operationId;
        if (typeof id !== 'string') continue;
        const key = `${section} ${id}`;
        found.set(key, [...(found.get(key) ?? []), [section, path, method]]);
      }
    }
  }
  return found;
}

const queries = new Map<string, ReturnType<typeof jsonpath.compile>>();

function nodesIn(root: Json, path: string): Node[] {
  const query = queries.get(path) ?? jsonpath.compile(path);
  queries.set(path, query);
  return query.query(root as never).nodes.map(({ location }) => nodeAt(root, location));
}

function nodeAt(root: Json, keys: Keys): Node {
  let node: Node = { value: root, parent: undefined, key: '' };
  for (const key of keys) {
    const parent = node.value as Json;
    node = { value: parent[key], parent, key };
  }
  return node;
}
