// The ways through an OpenAPI document: pointers, references, and which keys are keywords, names or samples.

/** The way to a value: property names and positions. */
export type Keys = readonly (string | number)[];

/** The keys of a JSON pointer, with or without the `#` of a local reference. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .map((part) => unescaped(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A bare percent sign stands for itself.
    return part;
  }
}

/** The value at these keys; undefined where there is none. */
export function valueAt(root: unknown, keys: Keys): unknown {
  let current = root;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/** What a local reference points at; undefined where that is nothing, or outside of the document. */
export function referent(root: unknown, reference: string): unknown {
  if (reference === '#') return root;
  return reference.startsWith('#/') ? valueAt(root, pointerKeys(reference)) : undefined;
}

/** Below these keys lies sample data, in which `$ref` is not a reference. */
const dataKeys = new Set(['example', 'default', 'const', 'enum', 'value']);

/** Below these keys lie schemas by name. */
const mapsOfSchemas = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'schemas']);

/** Below these keys the names are free, so a property called `default` is a schema. */
const mapsOfNames = new Set([
  ...mapsOfSchemas,
  'responses',
  'parameters',
  'requestBodies',
  'headers',
  'examples',
  'callbacks',
  'links',
  'encoding',
  'securitySchemes',
  'pathItems',
  'webhooks',
]);

/** Whether the keys of an object below this key are names that somebody chose, rather than keywords. */
export function holdsNames(key: string): boolean {
  return mapsOfNames.has(key);
}

/** Whether they are names of schemas. */
export function holdsSchemas(key: string): boolean {
  return mapsOfSchemas.has(key);
}

/** Calls `visit` with every `$ref` below a value, samples left out; shared nodes are walked once. */
export function eachReference(value: unknown, visit: (reference: string) => void): void {
  const seen = new Set<object>();
  const enter = (node: unknown, namesAreFree: boolean): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (Array.isArray(node)) {
      for (const item of node) enter(item, false);
      return;
    }
    for (const [key, child] of Object.entries(node)) {
      if (key === '$ref' && typeof child === 'string') visit(child);
      else if (namesAreFree) enter(child, false);
      else if (!isSampleData(key, child)) enter(child, holdsNames(key) && !Array.isArray(child));
    }
  };
  enter(value, false);
}

/** Whether what lies below this key is sample data, of any form. */
export function isSampleData(key: string, child: unknown): boolean {
  return dataKeys.has(key) || key.startsWith('x-') || (key === 'examples' && Array.isArray(child));
}

/** Every reference below a value, and below what they lead to. */
export function referencesFrom(root: unknown, value: unknown): Set<string> {
  const found = new Set<string>();
  const follow = (node: unknown): void =>
    eachReference(node, (reference) => {
      if (found.has(reference)) return;
      found.add(reference);
      follow(referent(root, reference));
    });
  follow(value);
  return found;
}
