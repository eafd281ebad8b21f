// `altegio-sdk operations` and the help of an operation.
import { expect, it } from 'vitest';
import { allOperations } from '../../src/cli/operation/list.ts';
import { templateOf } from '../support/places.ts';
import { cli } from './cli.ts';

const found = async (...args: string[]) => {
  const { code, stdout } = await cli(['operations', '--json', ...args]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as {
    name: string;
    path: string;
    summary: string;
    tag: string;
    paging: unknown;
  }[];
};

it('knows every operation of every API, with a summary', () => {
  const all = allOperations();
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter(({ described }) => !described?.summary)).toEqual([]);
});

it('finds by id, the exact one first', async () => {
  const [first, ...others] = await found('get_client');
  expect(first?.name).toBe('v1.get_client');
  expect(others.length).toBeGreaterThan(0);
});

it('finds by path, tag and text; every word must be there', async () => {
  expect((await found('/clients/search')).map(({ name }) => name)).toContain('v1.get_client_list');
  const byTag = await found('loyalty', 'card');
  expect(byTag.length).toBeGreaterThan(1);
  for (const each of byTag) expect(JSON.stringify(each).toLowerCase()).toMatch(/loyalty.*card|card.*loyalty/);
});

it('lists only what is paged, and only of one API', async () => {
  const lists = await found('--paged', '--api', 'v2');
  expect(lists.length).toBeGreaterThan(2);
  for (const { name, paging } of lists) {
    expect(name).toMatch(/^v2\./);
    expect(paging).not.toBeNull();
  }
});

it('says so when nothing is found', async () => {
  const { code, stdout, stderr } = await cli(['operations', 'zzzz']);
  expect([code, stdout, stderr]).toEqual([1, '', 'No operation holds zzzz.\n']);
});

it('shows paging, tokens and retry class in the list', async () => {
  const { stdout } = await cli(['operations', 'clients', 'search']);
  expect(stdout).toContain(`v1.get_client_list  POST ${templateOf('v1', 'get_client_list')}`);
  expect(stdout).toContain('paged (page, page_size up to 200, in the body, with a total)');
  expect(stdout).toMatch(/partner \+ user token · read/);
});

it('shows what an operation takes, with types', async () => {
  const { code, stdout } = await cli(['call', 'get_client_list', '--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/location_id +required +number/);
  expect(stdout).toMatch(/page_size +number +at most 200/);
  expect(stdout).toMatch(/retries +read: retried/);
  expect(stdout).toContain('altegio-sdk call v1.get_client_list --path location_id=…');
});

it('gives the same as JSON', async () => {
  const { stdout } = await cli(['call', 'v2.get_event', '--help', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'v2.get_event',
    method: 'GET',
    tokens: 'user',
    retry: 'read',
  });
});
