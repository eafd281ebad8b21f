// Emits generated/<api>.fake.ts: of the mock view, what the fake in memory needs. That is what a request must be like, one
// response of each status, and what the operation does with the salon (`x-altegio-fake`).
import type {
  FakeContract,
  FakeOperation,
  JsonSchema,
  Parameter as Row,
} from '../../../src/testing/contract.ts';
import {
  type Body,
  type Example,
  isObject,
  type MediaType,
  type OpenApi,
  type Parameter,
  referencesFrom,
  resolve,
} from '../../openapi/document.ts';
import { bodyMediaType, type OperationEntry, operationsOf, placeholders } from '../../openapi/operations.ts';
import { headerLine } from '../naming.ts';

/** `view` is the mock view of the contract `doc`, which has no more `x-altegio-*` itself. */
export function emitFake(doc: OpenApi, view: OpenApi, vendor: string): string {
  const sections = Object.entries(fakeContract(doc, view)).map(([section, members]) => {
    const each = Object.entries(members as object).map(
      ([name, value]) => `      ${JSON.stringify(name)}: ${literal(value)},`,
    );
    return [`    ${section}: {`, ...each, '    },'].join('\n');
  });
  return [
    headerLine(vendor),
    '',
    '// Texts, since JSON.parse is faster than the parser of the language, and one for each member, since a test needs few of them.',
    '// Not an arrow: engines load a function without reading its body.',
    "export function contract(): Record<'operations' | 'schemas' | 'samples', Record<string, string>> {",
    '  return {',
    ...sections,
    '  };\n}\n',
  ].join('\n');
}

function fakeContract(doc: OpenApi, view: OpenApi): FakeContract {
  const originals = new Map(operationsOf(doc).map((entry) => [entry.id, entry]));
  const contract: FakeContract = { operations: {}, schemas: {}, samples: {} };
  const used = new Set<string>();
  // Shorter paths of an operation have no id of their own; the fake knows them from the operation table.
  for (const entry of operationsOf(view).filter(({ id }) => id !== undefined)) {
    const operation = operationOf(view, entry, originals.get(entry.id)!, contract);
    contract.operations[entry.id] = operation;
    for (const reference of referencesFrom(view, operation)) used.add(reference);
  }
  for (const [name, schema] of Object.entries(view.components?.schemas ?? {})) {
    if (used.has(`#/components/schemas/${name}`))
      contract.schemas[name] = withoutSamples(schema) as JsonSchema;
  }
  return contract;
}

function operationOf(
  view: OpenApi,
  { id, operation, parameters, body }: OperationEntry,
  original: OperationEntry,
  { samples }: FakeContract,
): FakeOperation {
  const mediaType = bodyMediaType(body);
  const schema = mediaType && body?.content?.[mediaType]?.schema;
  const result: FakeOperation = {};
  const does = original.operation['x-altegio-fake'];
  if (does) result.does = does;
  // The view has the names of the contract's template, callers have those of the vendor's.
  const names = placeholders(original.path);
  const vendorName = (name: string) => names[placeholders(original.contractPath).indexOf(name)] ?? name;
  const checked = parameters
    .filter((each) => each.in === 'path' || each.in === 'query')
    .map((each) => row(each.in === 'path' ? { ...each, name: vendorName(each.name) } : each));
  if (checked.length > 0) result.parameters = checked;
  if (schema) result.body = withoutSamples(schema) as JsonSchema;
  if (body?.required) result.bodyRequired = true;
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    const [type, media] = Object.entries(resolve<Body>(view, response).content ?? {}).at(-1) ?? [];
    const names = Object.keys(media?.examples ?? {});
    for (const name of names) samples[name] ??= exampleOf(view, media!, name);
    result.responses ??= {};
    result.responses[status] = type === undefined || type.includes('json') ? names : { type };
  }
  if (!result.responses) throw new Error(`${id} has no response, so the fake has none either`);
  return result;
}

function row({ in: place, name, required, schema }: Parameter): Row {
  return [place, name, required ? 1 : 0, withoutSamples(schema ?? {}) as JsonSchema];
}

function exampleOf(view: OpenApi, media: MediaType, name: string): unknown {
  return resolve<Example>(view, media.examples![name] as Example).value;
}

/** How a value is generated is of no use where values are only checked. */
function withoutSamples(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSamples);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'x-sample');
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutSamples(each)]));
}

/** JSON as a literal. In ASCII, which engines keep in half the space and read faster. */
function literal(value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${json.replace(/[\\']/g, '\\$&')}'`;
}
