// Emits generated/recipes.ts: the operations that the helpers of src/recipes/ put together, and their types.

import { type ApiName, apis } from '../openapi/apis.ts';
import { eachOperation } from '../openapi/operations.ts';
import { headerLine, pascalCase } from './naming.ts';
import { replacingWrites } from './replacing-writes.ts';
import type { Contracts } from './webhooks.ts';

/** An operation by the name that users know it by. */
interface Named {
  api: ApiName;
  id: string;
}

export function emitRecipes(contracts: Contracts): string {
  const { check, create, list } = onlineBooking(contracts);
  const changes = changeLists(contracts);
  const writes = contracts.v1 ? replacingWrites(contracts.v1) : [];
  const imported = new Set([
    ...writes.flatMap(({ id, facts }) => [
      `${pascalCase(id)}Input`,
      `${pascalCase(id)}Output`,
      `${pascalCase(facts.read)}Output`,
    ]),
    `${pascalCase(list.id)}Item`,
    ...changes.flatMap(({ id }) => [`${pascalCase(id)}Input`, `${pascalCase(id)}Item`]),
  ]);
  return [
    headerLine('public'),
    `import type { BookingOperations, ${pascalCase(create.id)}Input, ${pascalCase(create.id)}Output } from './${create.api}.client.ts';`,
    `import type { ${[...imported].sort().join(', ')}, V1Operations } from './${list.api}.client.ts';`,
    '',
    '/** The operations that check and make an online booking, and the list that shows whether it was made. */',
    `export const onlineBooking = { check: '${check.id}', create: '${create.id}', list: '${list.id}' } as const;`,
    '',
    '/** The clients that have them. */',
    'export interface OnlineBookingClients {',
    `  ${create.api}: Pick<BookingOperations, '${check.id}' | '${create.id}'>;`,
    `  ${list.api}: Pick<V1Operations, '${list.id}'>;`,
    '}',
    `export type OnlineBookingInput = ${pascalCase(create.id)}Input;`,
    `export type BookedAppointment = ${pascalCase(create.id)}Output['data'][number];`,
    `export type ListedAppointment = ${pascalCase(list.id)}Item;`,
    '',
    '/** The lists that can be read by what has changed. */',
    'export const changeLists = {',
    ...changes.map(({ id, facts }) => `  ${id}: ${JSON.stringify(facts)},`),
    '} as const;',
    'export interface ChangeLists {',
    ...changes.map(({ id }) => `  ${id}: { input: ${pascalCase(id)}Input; item: ${pascalCase(id)}Item };`),
    '}',
    '/** A client that has one of them. */',
    'export type ChangesClient<List extends keyof ChangeLists> = Pick<V1Operations, List>;',
    '',
    '/** The writes that empty what their body leaves out; what it takes, and the GET that has it. */',
    'export const replacingWrites = {',
    ...writes.map(({ id, facts }) => `  ${id}: ${JSON.stringify(facts)},`),
    '} as const;',
    'export interface ReplacingWrites {',
    ...writes.map(
      ({ id, facts }) =>
        `  ${id}: { input: ${pascalCase(id)}Input; read: ${pascalCase(facts.read)}Output['data']; output: ${pascalCase(id)}Output; client: Pick<V1Operations, '${id}' | '${facts.read}'> };`,
    ),
    '}',
    '',
  ].join('\n');
}

/** What an overlay says of the one operation that makes an online booking. */
function onlineBooking(contracts: Contracts): Record<'check' | 'create' | 'list', Named> {
  const found = operationsWith(contracts, 'x-altegio-checked-by');
  const [first, ...others] = found;
  const { 'x-altegio-checked-by': checkedBy, 'x-altegio-read-back': readBack } = first?.operation ?? {};
  if (!first || others.length > 0 || checkedBy === undefined || readBack === undefined)
    throw new Error('x-altegio-checked-by and x-altegio-read-back must stand on one operation');
  const create = { api: first.api, id: first.operation.operationId };
  const booking = { create, check: named(contracts, checkedBy), list: named(contracts, readBack) };
  if (create.api !== 'booking' || booking.check.api !== 'booking' || booking.list.api !== 'v1')
    throw new Error('An online booking is checked and made by booking, and listed by v1');
  return booking;
}

/** The lists of v1 with `x-altegio-changes`; whoever reads them sets the queries of the pages too. */
function changeLists(contracts: Contracts) {
  return operationsWith(contracts, 'x-altegio-changes').map(({ api, operation }) => {
    const { operationId: id, 'x-altegio-changes': changes, 'x-altegio-paging': paging } = operation;
    if (api !== 'v1' || paging?.in !== 'query' || !paging.key || !changes)
      throw new Error(`${id}: x-altegio-changes is for a list of v1 with pages in its query and a key`);
    return { id, facts: { ...changes, key: paging.key, pages: [paging.page, paging.size] } };
  });
}

function operationsWith(contracts: Contracts, mark: string) {
  return apis.flatMap(({ name }) => {
    const contract = contracts[name];
    const all = contract ? eachOperation(contract) : [];
    return all.filter(({ operation }) => mark in operation).map((place) => ({ ...place, api: name }));
  });
}

/** `v1.get_client` as an operation that exists. */
function named(contracts: Contracts, name: string): Named {
  const [api, id] = name.split('.') as [ApiName, string?];
  const contract = contracts[api];
  const exists = contract && eachOperation(contract).some(({ operation }) => operation.operationId === id);
  if (!exists || id === undefined) throw new Error(`An overlay names ${name}, which is no operation`);
  return { api, id };
}
