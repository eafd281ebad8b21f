// The input type of each operation. Its fields stand in it, so that a hover over the type shows them.
import type ts from 'typescript';
import type { Paging } from '../openapi/document.ts';
import { bodyMediaType, type OperationEntry } from '../openapi/operations.ts';
import { pascalCase } from './naming.ts';
import { memberOf, textOf, withOptional } from './type-text.ts';

export interface Inputs {
  /** The declarations, line by line. */
  lines: string[];
  /** The parameter of a single call, as the method's signature has it. */
  call: string;
  /** The parameter of `items` and `pages`. */
  read: string;
}

/** `path`, `query`, `headers` or `body` of an operation. */
interface Part {
  name: 'path' | 'query' | 'headers' | 'body';
  required: boolean;
  type: string;
}

/** A body of more lines has a name of its own. */
const MOST_LINES = 16;

/** What the methods of an operation take. `types` is what generated/<api>.ts declares. */
export function inputsOf(entry: OperationEntry, types: ts.SourceFile): Inputs {
  const name = pascalCase(entry.id);
  const parts = partsOf(entry, types);
  const lines = nameLargeBody(parts, entry);
  lines.push(...declaration(`${name}Input`, parts, 'CallOptions'));
  const call = `${parameter(parts)}: ${name}Input`;
  const paging = entry.operation['x-altegio-paging'];
  const free = paging && withFreePaging(parts, paging, entry);
  if (!free) return { lines, call, read: `${call} & PageOptions` };
  lines.push(...declaration(`${name}PagesInput`, free, 'CallOptions & PageOptions'));
  return { lines, call, read: `${parameter(free)}: ${name}PagesInput` };
}

function partsOf({ id, parameters, body }: OperationEntry, types: ts.SourceFile): Part[] {
  const parts: Part[] = [];
  for (const name of ['path', 'query'] as const) {
    const here = parameters.filter((each) => each.in === name);
    if (here.length === 0) continue;
    const required = name === 'path' || here.some((each) => each.required);
    parts.push({ name, required, type: textOf(memberOf(types, 'operations', id, 'parameters', name)) });
  }
  const headers = parameters.filter((each) => each.in === 'header');
  if (headers.some((each) => each.required)) {
    const type = textOf(memberOf(types, 'operations', id, 'parameters', 'header'));
    parts.push({ name: 'headers', required: true, type });
  }
  const mediaType = bodyMediaType(body);
  if (mediaType !== undefined) {
    const type = textOf(memberOf(types, 'operations', id, 'requestBody', 'content', mediaType));
    parts.push({ name: 'body', required: body?.required === true, type });
  }
  return parts;
}

/** The declaration of a body that is too large to stand in the input; its part is the name then. */
function nameLargeBody(parts: Part[], { id, body }: OperationEntry): string[] {
  const part = parts.find(({ name }) => name === 'body');
  const isLarge = part && (part.type.startsWith('components[') || part.type.split('\n').length > MOST_LINES);
  if (!isLarge) return [];
  const requestBody = `operations['${id}']['requestBody']`;
  const present = part.required ? requestBody : `NonNullable<${requestBody}>`;
  part.type = `${pascalCase(id)}Body`;
  return [`export type ${part.type} = ${present}['content']['${bodyMediaType(body)}'];`];
}

/** Gives every schema that the inputs still refer to a name of its own. */
export function withNamedSchemas(declarations: string[]): string[] {
  const schemas = new Map<string, string>();
  const lines = declarations.map((line) =>
    line.replace(/components\["schemas"\]\["([^"]+)"\]/g, (reference, name: string) => {
      schemas.set(pascalCase(name), reference);
      return pascalCase(name);
    }),
  );
  const taken = [...schemas.keys()].find((name) =>
    lines.some((line) => line.startsWith(`export type ${name} `)),
  );
  if (taken !== undefined)
    throw new Error(`The schema ${schemas.get(taken)} and an operation share the name ${taken}`);
  const named = [...schemas]
    .sort()
    .map(([name, reference]) => `export type ${name} = ${reference.replaceAll('"', "'")};`);
  return named.length === 0 ? lines : [...named, '', ...lines];
}

/** An intersection, since an editor shows no member of an interface. What the operation takes comes first. */
function declaration(name: string, parts: Part[], options: string): string[] {
  if (parts.length === 0) return [`export type ${name} = ${options};`];
  const fields = parts.map(({ name: part, required, type }) => {
    const text = type.replaceAll('\n', '\n  ');
    return required ? `  ${part}: ${text};` : `  ${part}?: ${text} | undefined;`;
  });
  return [`export type ${name} = {`, ...fields, `} & ${options};`];
}

function parameter(parts: Part[]): 'input' | 'input?' {
  return parts.some((part) => part.required) ? 'input' : 'input?';
}

/** The parts for `items` and `pages` where a single call demands the page or its size; otherwise undefined. */
function withFreePaging(parts: Part[], paging: Paging, { parameters }: OperationEntry): Part[] | undefined {
  const required = parameters
    .filter((each) => each.in === paging.in && each.required)
    .map(({ name }) => name);
  const paged = [paging.page, paging.size];
  if (!paged.some((name) => required.includes(name))) return undefined;
  return parts.map((part) =>
    part.name === paging.in
      ? {
          ...part,
          type: withOptional(part.type, paged),
          required: required.some((name) => !paged.includes(name)),
        }
      : part,
  );
}
