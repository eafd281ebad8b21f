// Writes programs with many calls, with valid arguments taken from the contract, for the type-check suite and its budgets.
import { loadContract } from '../../../scripts/contract/contract.ts';

type Json = Record<string, unknown>;

/** One operation with arguments that its types accept. */
export interface SampleCall {
  id: string;
  method: string;
  path: string;
  /** TypeScript source of each part; `undefined` where the operation has none. */
  pathArgs: string | undefined;
  query: string | undefined;
  body: string | undefined;
}

/** The first parts that a caller writes: `{ path, query, body }`. */
export function argument({ pathArgs, query, body }: SampleCall): string {
  return braces([pathArgs && `path: ${pathArgs}`, query && `query: ${query}`, body && `body: ${body}`]);
}

/** The same for clients keyed by path. */
export function init({ pathArgs, query, body }: SampleCall): string {
  const params = braces([pathArgs && `path: ${pathArgs}`, query && `query: ${query}`]);
  return braces([params && `params: ${params}`, body && `body: ${body}`]);
}

function braces(parts: (string | undefined)[]): string {
  const text = parts.filter(Boolean).join(', ');
  return text && `{ ${text} }`;
}

/** Every operation of v1, those with JSON arguments first come first served. */
export async function sampleCalls(): Promise<SampleCall[]> {
  const contract = (await loadContract('v1')) as unknown as Json;
  const calls: SampleCall[] = [];
  for (const [path, item] of Object.entries(contract.paths as Record<string, Record<string, Json>>)) {
    for (const method of ['get', 'put', 'post', 'delete', 'patch']) {
      const operation = item[method];
      if (!operation) continue;
      const parameters = [
        ...((item.parameters as unknown as Json[]) ?? []),
        ...((operation.parameters as Json[]) ?? []),
      ].map((parameter) => resolve(contract, parameter));
      const body = operation.requestBody ? resolve(contract, operation.requestBody as Json) : undefined;
      const content = (body?.content as Record<string, Json> | undefined)?.['application/json'];
      // A shared template has another name in the types; multipart bodies are Blobs: both are left out.
      if (parameters.some((parameter) => parameter['x-altegio-name']) || (body && !content)) continue;
      calls.push({
        id: String(operation.operationId),
        method: method.toUpperCase(),
        path,
        pathArgs: literal(contract, parameters, 'path'),
        query: literal(contract, parameters, 'query'),
        body: content && sample(contract, content.schema as Json),
      });
    }
  }
  return calls;
}

function literal(contract: Json, parameters: Json[], place: string): string | undefined {
  const fields = parameters
    .filter((parameter) => parameter.in === place && parameter.required)
    .map((parameter) => `${JSON.stringify(parameter.name)}: ${sample(contract, parameter.schema as Json)}`);
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : undefined;
}

/** A value of a schema, its required parts only, as source. */
function sample(contract: Json, schema: Json, depth = 0): string {
  if (depth > 12) return 'null as never';
  const { $ref, allOf, oneOf, anyOf, type } = schema as Record<string, Json[]> & {
    $ref?: string;
    type?: string | string[];
  };
  const next = (inner: Json) => sample(contract, inner, depth + 1);
  if ($ref) return next(resolve(contract, schema));
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return JSON.stringify(schema.enum[0]);
  if (oneOf ?? anyOf) return next((oneOf ?? anyOf)![0]!);
  if (allOf) return next(flat(contract, schema));
  const kind = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (kind === 'string') return "'2026-01-01'";
  if (kind === 'number' || kind === 'integer') return '1';
  if (kind === 'boolean') return 'true';
  if (kind === 'null') return 'null';
  if (kind === 'array') return schema.items ? `[${next(schema.items as Json)}]` : '[]';
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const required = (schema.required ?? []) as string[];
  return `{ ${required.map((name) => `${JSON.stringify(name)}: ${properties[name] ? next(properties[name]) : 'null as never'}`).join(', ')} }`;
}

/** The properties of all branches of an allOf in one object schema. */
function flat(contract: Json, schema: Json): Json {
  const whole = resolve(contract, schema);
  const branches = ((whole.allOf as Json[]) ?? []).map((branch) => flat(contract, branch));
  const all = [whole, ...branches];
  const object = all.some((each) => each.properties);
  if (!object) return branches[0] ?? whole;
  return {
    type: 'object',
    properties: Object.assign({}, ...all.map((each) => each.properties)),
    required: all.flatMap((each) => (each.required as string[]) ?? []),
  };
}

function resolve(contract: Json, value: Json): Json {
  if (typeof value.$ref !== 'string') return value;
  const found = value.$ref
    .slice(2)
    .split('/')
    .reduce((at, name) => (at as Json)[name.replaceAll('~1', '/').replaceAll('~0', '~')] as Json, contract);
  return resolve(contract, found);
}

/** `count` of the calls, spread over the whole list, so that a few do not all come from one topic. */
export function spreadOut<T>(list: readonly T[], count: number): T[] {
  return Array.from(
    { length: Math.min(count, list.length) },
    (_, index) => list[Math.floor((index * list.length) / count)]!,
  );
}

/** A program that calls by operation. */
export function byOperation(calls: readonly SampleCall[]): string {
  const head = `import type { V1Client } from 'altegio-sdk/v1';\ndeclare const client: V1Client;\n`;
  return (
    head +
    calls
      .map((call, index) => `export const r${index} = await client.${call.id}(${argument(call)});`)
      .join('\n')
  );
}

/** A program that calls by path. */
export function byPath(calls: readonly SampleCall[]): string {
  const head = `import type { V1Client } from 'altegio-sdk/v1';\ndeclare const client: V1Client['http'];\n`;
  return head + pathCalls(calls);
}

/** The same through openapi-fetch itself. */
export function byOpenapiFetch(calls: readonly SampleCall[]): string {
  const head = `import createClient from 'openapi-fetch';\nimport type { paths } from 'altegio-sdk/v1';\nconst client = createClient<paths>();\n`;
  return head + pathCalls(calls);
}

function pathCalls(calls: readonly SampleCall[]): string {
  return calls
    .map((call, index) => {
      const options = init(call);
      return `export const r${index} = (await client.${call.method}('${call.path}'${options && `, ${options}`})).data;`;
    })
    .join('\n');
}
