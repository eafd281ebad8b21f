// All operations of all APIs, and the ways to name one.
import {
  type Altegio,
  type ApiName,
  booking,
  type CallInput,
  developers,
  type PageOptions,
  type Pages,
  v1,
  v2,
} from '../../index.ts';
import type { Operation } from '../../operations/operation.ts';
import { indexTable, type Table } from '../../operations/table.ts';
import { UsageError } from '../support/failure.ts';
import { catalogOf, type Described, type DoctorCall } from './catalog.ts';

/** An operation, its API, and what the descriptions say about it. */
export interface Listed {
  /** Its full name: its API, a dot and its operationId. */
  name: string;
  api: ApiName;
  operation: Operation;
  described: Described;
}

const apis: Partial<Record<ApiName, Pick<typeof v1, 'operations'>>> = { v1, v2, booking, developers };

export const apiNames = Object.keys(apis) as ApiName[];

/** The operation table of one API. */
export function tableOf(api: ApiName): Table {
  return indexTable(apis[api]!.operations());
}

/** Every operation, API by API. */
export function allOperations(names: readonly ApiName[] = apiNames): Listed[] {
  return names.flatMap((api) =>
    [...tableOf(api).byId.values()].flatMap((operation) =>
      operation.removed ? [] : [listed(api, operation)],
    ),
  );
}

/** An operation of the table, with its description. */
export function listed(api: ApiName, operation: Operation): Listed {
  const id = operation.id!;
  return { name: `${api}.${id}`, api, operation, described: catalogOf(api)[id]! };
}

/** Finds an operation by its operationId; one that two APIs share is written with its API and a dot before it. */
export function operationByName(text: string): Listed {
  const [api, id] = text.includes('.') ? (text.split('.', 2) as [string, string]) : [undefined, text];
  if (api !== undefined) checkApi(api);
  const found = allOperations().filter(
    (each) => each.operation.id === id && (api === undefined || each.api === api),
  );
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    const names = found.map(({ name }) => name);
    throw new UsageError(
      `${id} is an operation of ${names.length} APIs.`,
      `Say which: ${names.join(' or ')}.`,
    );
  }
  const near = similar(id);
  throw new UsageError(
    `There is no operation ${text}.`,
    near.length > 0
      ? `Did you mean ${near.join(', ')}? Search with: altegio-sdk operations ${id.split('_').at(-1)}`
      : 'Search with: altegio-sdk operations <words>',
  );
}

/** The operation that the descriptions name as the proof of a token, or for reading the rights. */
export function provingCall(proves: DoctorCall['proves']): Listed {
  return allOperations().find(({ described }) => described.doctor?.proves === proves)!;
}

/** A method by operationId, as every API's client has it. */
export type Method = ((input: CallInput) => Promise<unknown>) & {
  pages?(input: CallInput & PageOptions): Pages<unknown>;
};

/** The method of a client that calls an operation. */
export function methodOf(altegio: Altegio, { api, operation }: Listed): Method {
  return (altegio[api] as unknown as Record<string, Method>)[operation.id!]!;
}

/** Refuses a name that is none of the four APIs. */
export function checkApi(name: string): ApiName {
  if (apiNames.includes(name as ApiName)) return name as ApiName;
  throw new UsageError(`There is no API ${name}.`, `The APIs are ${apiNames.join(', ')}.`);
}

/** The operations whose names share most words with a wrong one, or are spelt much like it. */
function similar(id: string): string[] {
  const wanted = pairsOf(id);
  const scored = allOperations().map(({ name, operation }) => {
    const own = pairsOf(operation.id!);
    const shared = [...wanted].filter((pair) => own.has(pair)).length;
    return { name, score: (2 * shared) / (wanted.size + own.size) };
  });
  return scored
    .filter(({ score }) => score > 0.6)
    .sort((one, other) => other.score - one.score)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** The pairs of neighbouring letters: names that are spelt alike have most of them in common. */
function pairsOf(text: string): Set<string> {
  const letters = text.toLowerCase();
  return new Set(Array.from({ length: letters.length - 1 }, (_, index) => letters.slice(index, index + 2)));
}
