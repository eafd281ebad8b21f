// The five operations that tables of behaviour go through: two that only read, three that change something.
export const verbs = ['get', 'search', 'create', 'update', 'remove'] as const;

export type Verb = (typeof verbs)[number];

export const isRead = (verb: Verb): boolean => verb === 'get' || verb === 'search';

export type Input = Record<string, unknown>;

/** The arguments of a verb. */
export function argumentsOf(verb: Verb): Input {
  const path = { path: { id: 7 } };
  const body = { body: { name: 'Anna' } };
  if (verb === 'get' || verb === 'remove') return path;
  return verb === 'update' ? { ...path, ...body } : body;
}
