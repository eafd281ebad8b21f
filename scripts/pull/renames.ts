// Renamed fields and query parameters of requests: what a pull recognises, as the lines of an overlay.
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { targetOf } from '../contract/target.ts';
import {
  type Body,
  isReference,
  type Keys,
  type OpenApi,
  type Parameter,
  pointerKeys,
  resolve,
  type Schema,
  valueAt,
} from '../openapi/document.ts';
import type { Description, Named } from '../openapi/read.ts';

interface Renamed {
  operationId: string;
  today: string;
  former: string;
  target: string;
}

interface Field {
  name: string;
  type: string;
  at: Keys;
}

const { families } = parse(readFileSync(new URL('../../openapi/requests.yaml', import.meta.url), 'utf8')) as {
  families: string[][];
};

/** What an edition calls by another name of the same family, in the same place, with the same type. */
export function renamesBetween(before: Description, after: Description): Renamed[] {
  const found = after.operations.flatMap((operation) => {
    const was = before.operations.find(({ id }) => id === operation.id);
    if (!was) return [];
    return (['query', 'body'] as const).flatMap((part) => {
      const fieldsOf = part === 'query' ? queryOf : bodyOf;
      const then = fieldsOf(before.root, was);
      const now = fieldsOf(after.root, operation);
      const gone = then.filter(({ name }) => now.every((each) => each.name !== name));
      const came = now.filter(({ name }) => then.every((each) => each.name !== name));
      return came.flatMap(({ name, type, at }) =>
        gone
          .filter((each) => each.type === type && areOneFamily(each.name, name))
          .map((each) => ({
            operationId: operation.id,
            today: name,
            former: each.name,
            target: targetOf(after.root, at),
          })),
      );
    });
  });
  // Operations may share the schema of their bodies.
  return found.filter((each, index) => found.findIndex(({ target }) => target === each.target) === index);
}

/** The text of the overlay that keeps the earlier names, after what it holds already. */
export function withRenames(
  present: string | undefined,
  vendor: string,
  renames: readonly Renamed[],
): string {
  const actions = renames.map(({ operationId, today, former, target }) => ({
    target,
    description: `${operationId}: ${former} became ${today}.`,
    update: { 'x-altegio-formerly': [former] },
  }));
  const info = { title: `Earlier names in the requests of ${vendor}`, version: '1.0.0' };
  const start =
    present ??
    `# Proposed by a pull: names that a new edition replaced, and that go on working.\n${stringify({ overlay: '1.0.0', info })}actions:\n`;
  return start + stringify(actions, { lineWidth: 0 }).replace(/^(?=.)/gm, '  ');
}

function areOneFamily(one: string, other: string): boolean {
  const bare = (name: string) => name.replace(/(_id)s?(\[\])?$/, '$1');
  const isPlural = (name: string) => /_ids(\[\])?$/.test(name);
  return (
    isPlural(one) === isPlural(other) &&
    families.some((names) => names.includes(bare(one)) && names.includes(bare(other)))
  );
}

function queryOf(root: OpenApi, { path, method, operation }: Named): Field[] {
  return (operation.parameters ?? []).flatMap((each, index) => {
    if (isReference(each) || each.in !== 'query') return [];
    const at = ['paths', path, method, 'parameters', index];
    return [{ name: each.name, type: typeOf(root, (each as Parameter).schema), at }];
  });
}

function bodyOf(root: OpenApi, { path, method, operation }: Named): Field[] {
  const type = Object.keys((operation.requestBody as Body | undefined)?.content ?? {})[0] ?? '';
  const at: Keys = ['paths', path, method, 'requestBody', 'content', type, 'schema'];
  const schema = valueAt(root, at) as Schema | undefined;
  if (!schema) return [];
  // The corrections name the media type before they come to this.
  const corrected = at.map((key) => (key === '*/*' ? 'application/json' : key));
  const own = isReference(schema) ? pointerKeys(schema.$ref) : corrected;
  const { properties = {} } = resolve<Schema>(root, schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(root, property),
    at: [...own, 'properties', name],
  }));
}

function typeOf(root: OpenApi, schema: Schema | undefined): string {
  const type = schema && resolve<Schema>(root, schema).type;
  // Descriptions use both words for ids.
  return String(type).replace('integer', 'number');
}
