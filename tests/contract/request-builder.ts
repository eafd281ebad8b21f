// Builds a valid request of an operation from the contract, in the form that the SDK's methods take.
import { isObject, type OpenApi, type Parameter, type Schema } from '../../scripts/openapi/document.ts';
import { bodyMediaType, type OperationEntry, operationsOf } from '../../scripts/openapi/operations.ts';
import { type Extent, sampleOf } from './samples.ts';

export interface Sample {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** The operations of a contract by operationId. */
export function entriesOf(contract: OpenApi): Map<string, OperationEntry> {
  return new Map(operationsOf(contract as unknown as OpenApi).map((entry) => [entry.id, entry]));
}

/** A request with only what is required, or with everything that the description knows. */
export function requestOf(contract: OpenApi, entry: OperationEntry, extent: Extent): Sample {
  const sample: Sample = {};
  for (const parameter of entry.parameters) {
    if (parameter.in !== 'path' && parameter.in !== 'query') continue;
    if (extent === 'required' && isOptional(entry, parameter)) continue;
    const value = sampleOf(contract, (parameter.schema ?? {}) as Schema, extent);
    // In a query an empty list is none; items of an unknown kind may be numbers.
    const filled = Array.isArray(value) && value.length === 0 ? [1] : value;
    sample[parameter.in] = { ...sample[parameter.in], [parameter.name]: filled };
  }
  const mediaType = bodyMediaType(entry.body);
  if (mediaType !== undefined && (extent === 'all' || entry.body?.required)) {
    sample.body = sampleOf(contract, (entry.body?.content?.[mediaType]?.schema ?? {}) as Schema, extent);
  }
  return withoutEarlierNames(sample, entry);
}

/** Of the names of one thing a request holds one: that of today. */
function withoutEarlierNames({ path, query, body }: Sample, { operation }: OperationEntry): Sample {
  const earlier = (operation['x-altegio-families'] ?? []).flatMap(({ names }) => names.slice(1));
  const today = <T>(part: T): T =>
    isObject(part)
      ? (Object.fromEntries(Object.entries(part).filter(([name]) => !earlier.includes(name))) as T)
      : part;
  return {
    ...(path && { path }),
    ...(query && { query: today(query) }),
    ...(body !== undefined && { body: today(body) }),
  };
}

function isOptional(entry: OperationEntry, { in: place, name, required }: Parameter): boolean {
  if (place === 'path') return entry.optional.includes(name);
  // Where any name of a thing will do, none of them is required by itself.
  const families = entry.operation['x-altegio-families'] ?? [];
  return !required && !families.some((family) => family.required && family.names[0] === name);
}
