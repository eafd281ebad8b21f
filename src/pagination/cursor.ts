// Lists whose responses name the page after them: `{ data, has_more, next_cursor }`.
import { at, notOurs, record, type Strategy } from './strategies.ts';

/** Walks by `next_cursor` until there is none, or `has_more` is false. A cursor of the server's may expire. */
export const cursor: Strategy = {
  start(paging, given, size) {
    const after = given[paging.page];
    const most = size ?? given[paging.size] ?? paging.max;
    return { ...(isText(after) && { after }), ...(typeof most === 'number' && { size: most }) };
  },
  problem({ max = Number.MAX_SAFE_INTEGER }, cursor) {
    const { after = '-', size = 1, end = true } = record(cursor);
    if (!isText(after) || end !== true) return notOurs(cursor, '{ after, size }');
    const isSize = Number.isInteger(size) && (size as number) >= 1 && (size as number) <= max;
    return isSize ? undefined : `the page size must be a whole number from 1 to ${max}, not ${String(size)}`;
  },
  parameters: (paging, { after, size }) => ({
    ...(after !== undefined && { [paging.page]: after }),
    ...(size !== undefined && { [paging.size]: size }),
  }),
  next({ size }, body) {
    const after = at(body, ['next_cursor']);
    if (at(body, ['has_more']) === false || !isText(after)) return undefined;
    return { after, ...(size !== undefined && { size }) };
  },
  chained: true,
};

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
