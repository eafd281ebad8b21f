// openapi-react-query over `http`, as an application uses it: hooks in components, against the mock.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { Client } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { createElement, type ReactNode } from 'react';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { type AltegioApiError, createAltegio, isAltegioApiError } from '../../src/index.ts';
import { type Mock, startMock } from '../../src/testing.ts';
import type { paths, V1Client } from '../../src/v1.ts';
import { renderUntil } from '../support/render.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock?.close());

const path = { location_id: 1, id: 2 };

/** Calls a hook in a component until its result is as wanted, and returns that. */
async function settled<Result>(use: () => Result, isDone: (result: Result) => boolean): Promise<Result> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  let last: Result | undefined;
  function Component(): ReactNode {
    last = use();
    return null;
  }
  const element = createElement(QueryClientProvider, { client }, createElement(Component));
  await renderUntil(element, () => last !== undefined && isDone(last));
  client.clear();
  return last!;
}

const make = () => {
  const options = { partnerToken: 'partner', userToken: 'user', baseUrl: mock.url, limiter: false } as const;
  return createQueryClient(createAltegio(options).v1.http);
};

describe('openapi-react-query', () => {
  it('takes http for a client of openapi-fetch', () => {
    expectTypeOf<V1Client['http']>().toExtend<Client<paths>>();
    const { useQuery } = make();
    expect(useQuery).toBeTypeOf('function');
  });

  it('runs a query, whose data and error are typed', async () => {
    const api = make();
    const { data, error } = await settled(
      () => api.useQuery('get', '/client/{location_id}/{id}', { params: { path } }),
      ({ isPending }) => !isPending,
    );
    expect(error).toBeNull();
    expect(data?.data.id).toBeTypeOf('number');
    expectTypeOf<NonNullable<typeof error>['fields']>().toEqualTypeOf<AltegioApiError['fields']>();
  });

  it('shows a failing response as the AltegioApiError', async () => {
    const api = make();
    const headers = { prefer: 'code=404' };
    const { error } = await settled(
      () => api.useQuery('get', '/client/{location_id}/{id}', { params: { path }, headers }),
      ({ isPending }) => !isPending,
    );
    expect(isAltegioApiError(error) && error.status).toBe(404);
  });

  it('runs an infinite query', async () => {
    const api = make();
    const { data } = await settled(
      () => {
        const result = api.useInfiniteQuery(
          'get',
          '/records/{location_id}',
          { params: { path: { location_id: 1 }, query: { count: 2 } } },
          {
            pageParamName: 'page',
            initialPageParam: 1,
            getNextPageParam: (_last: unknown, all: unknown[]) =>
              all.length < 2 ? all.length + 1 : undefined,
          },
        );
        if (result.hasNextPage && !result.isFetching) void result.fetchNextPage();
        return result;
      },
      ({ data, isFetching }) => data?.pages.length === 2 && !isFetching,
    );
    expect(data?.pages.map(({ success }) => success)).toEqual([true, true]);
  });

  it('runs a mutation', async () => {
    const api = make();
    let isSent = false;
    const { data, error } = await settled(
      () => {
        const mutation = api.useMutation('post', '/clients/{location_id}');
        if (!isSent) {
          isSent = true;
          const body = { name: 'Anna', phone: '+13155550175' };
          queueMicrotask(() => mutation.mutate({ params: { path: { location_id: 1 } }, body } as never));
        }
        return mutation;
      },
      ({ isSuccess, isError }) => isSuccess || isError,
    );
    expect(error).toBeNull();
    expect(data).toMatchObject({ success: true });
  });
});
