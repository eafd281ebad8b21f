// The report: findings that are alike are one row, counted by bodies.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/validation/finding.ts';
import { toMarkdown } from '../../../src/validation/markdown.ts';
import { createTable } from '../../../src/validation/table.ts';

const subject = { api: 'v1', operationId: 'list', direction: 'response' } as const;

function finding(pointer: string, more: Partial<Finding> = {}): Finding {
  return { ...subject, kind: 'type', pointer, expected: 'integer', seen: 'string', ...more };
}

describe('the table', () => {
  it('has one row for all indexes of a list, and counts bodies', () => {
    const table = createTable();
    table.add(subject, [finding('/data/0/id'), finding('/data/17/id'), finding('/data/17')]);
    table.add(subject, [finding('/data/3/id')]);
    table.add(subject, []);
    expect(table.report().drift).toEqual([
      { ...finding('/data/*/id'), bodies: 2, of: 3 },
      { ...finding('/data/*'), bodies: 1, of: 3 },
    ]);
  });

  it('keeps apart what differs: operation, direction, kind, expectation and type', () => {
    const table = createTable();
    const others: Partial<Finding>[] = [{}, { kind: 'value' }, { expected: 'null' }, { seen: 'array' }];
    table.add(
      subject,
      others.map((more) => finding('/a', more)),
    );
    table.add({ ...subject, operationId: 'get' }, [finding('/a', { operationId: 'get' })]);
    table.add({ ...subject, direction: 'request' }, [finding('/a', { direction: 'request' })]);
    const { drift, checked } = table.report();
    expect(checked).toBe(3);
    expect(drift.map(({ operationId, of }) => `${operationId} ${of}`)).toEqual([
      'get 1',
      ...Array.from({ length: 5 }, () => 'list 1'),
    ]);
  });

  it('keeps a thousand rows, and counts the rest', () => {
    const table = createTable();
    table.add(
      subject,
      Array.from({ length: 1100 }, (_, index) => finding(`/field_${index}`)),
    );
    expect(table.report().drift).toHaveLength(1000);
    expect(table.report().dropped).toBe(100);
    expect(toMarkdown(table.report())).toContain('100 findings beyond the size of this table');
  });

  it('is an object that JSON can hold', () => {
    const table = createTable();
    table.add(subject, [finding('/a')]);
    table.skip();
    table.fail();
    const report = table.report();
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({ checked: 1, skipped: 1, failed: 1, dropped: 0 });
  });
});

describe('the table in Markdown', () => {
  it('has a line for each row, in which nothing ends a cell', () => {
    const table = createTable();
    table.add(subject, [finding('/data/0/a|b', { expected: 'one of "x|y"' }), finding('')]);
    const [title, , counts, , ...lines] = toMarkdown({ ...table.report(), since: 'Monday' }).split('\n');
    expect([title, counts]).toEqual(['# Differences from the contract', 'Bodies: 1 checked since Monday.']);
    expect(lines).toEqual([
      '| operation | body | kind | pointer | expected | seen | in |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| v1.list | response | type | the body | integer | string | 1 of 1 |',
      '| v1.list | response | type | `/data/*/a\\|b` | one of "x\\|y" | string | 1 of 1 |',
      '',
    ]);
  });
});
