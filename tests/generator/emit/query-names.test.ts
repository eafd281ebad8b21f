// The query parameters that every operation takes, as the client reads them.
import { describe, expect, it } from 'vitest';
import { emitQueryNames } from '../../../scripts/emit/query-names.ts';

const common = { reason: 'for a reason', names: ['page'], ids: ['staff'] };

describe('the common query parameters', () => {
  it('are one text, ids in both numbers', () => {
    const text = emitQueryNames(common);
    expect(text).toContain("export const commonQuery = 'page staff_id staff_ids';");
    expect(text).toContain('for a reason');
  });

  it.each(['page', 'two words', "it's"])(
    'are refused when one is wrong or stands there twice: %s',
    (name) => {
      expect(() => emitQueryNames({ ...common, names: ['page', name] })).toThrow(name);
    },
  );
});
