// Reports, and what they make of the next version.
import { describe, expect, it } from 'vitest';
import { compareEditions, type Edition } from '../../../src/diff/editions.ts';
import { jsonReport, markdownReport, textReport } from '../../../src/diff/report.ts';
import { bumpFor, nextVersion } from '../../../src/diff/version.ts';
import { description } from './documents.ts';

const operation = (operationId: string, more = {}) => ({ operationId, responses: {}, ...more });
const edition = (name: string, paths: Record<string, unknown>): Edition => ({
  name,
  contracts: [{ api: 'v1', document: description(paths) }],
});
const before = edition('old', {
  '/a': { get: operation('get_a'), put: operation('put_a') },
  '/b': { get: operation('get_b') },
});
const after = edition('new', {
  '/c': {
    get: operation('get_a', { deprecated: true }),
    put: operation('put_a', { parameters: [{ name: 'x_*', in: 'query', required: true }] }),
  },
});

describe('a report', () => {
  const report = compareEditions(before, after);

  it('has the worst first, operation by operation', () => {
    expect(textReport(report)).toBe(`old → new: 2 breaking, 2 moved, 1 additive

breaking
  v1.get_b: is gone: GET /b
  v1.put_a: query x_* is new and required

moved
  v1.get_a: has another path: /a → /c
  v1.put_a: has another path: /a → /c

additive
  v1.get_a: is deprecated
`);
  });

  it('is Markdown in which names stay as they are', () => {
    const text = markdownReport(report);
    expect(text).toContain('| breaking | 2 |');
    expect(text).toContain('### Moved\n\n- `v1.get_a`: has another path: /a → /c\n');
    expect(text).toContain('- `v1.put_a`: query x\\_\\* is new and required');
  });

  it('is JSON for programs', () => {
    const { summary, bump, changes } = JSON.parse(jsonReport(report, '1.2.3'));
    expect(summary).toEqual({ breaking: 2, moved: 2, additive: 1, docs: 0 });
    expect(bump).toBe('major');
    expect(changes[0]).toMatchObject({ api: 'v1', severity: expect.any(String), text: expect.any(String) });
  });

  it('says that nothing changed', () => {
    expect(textReport(compareEditions(before, { ...before, name: 'same' }))).toBe('old → same: no changes\n');
  });

  it('pairs the documents of several APIs by their API, and refuses strangers', () => {
    const [v1] = before.contracts;
    const two = { name: 'two', contracts: [{ ...v1!, api: 'v2' }, v1!] };
    expect(compareEditions(two, after).changes.every(({ api }) => api === 'v1')).toBe(true);
    const strangers = {
      name: 'strangers',
      contracts: [
        { ...v1!, api: undefined },
        { ...v1!, api: 'v3' },
      ],
    };
    expect(() => compareEditions(two, strangers)).toThrow('two and strangers describe different APIs');
  });
});

describe('the next version', () => {
  it.each([
    ['breaking', '1.2.3', 'major', '2.0.0'],
    ['breaking', '0.2.3', 'minor', '0.3.0'],
    ['moved', '1.2.3', 'minor', '1.3.0'],
    ['additive', '0.2.3', 'minor', '0.3.0'],
    ['docs', '1.2.3', 'patch', '1.2.4'],
  ] as const)('after %s changes of %s is a %s one: %s', (severity, version, bump, next) => {
    expect(bumpFor([{ severity: 'docs' }, { severity }], version)).toBe(bump);
    expect(nextVersion(version, bump)).toBe(next);
  });

  it('is the same where nothing changed', () => {
    expect(bumpFor([], '1.2.3')).toBeUndefined();
    expect(nextVersion('1.2.3', undefined)).toBe('1.2.3');
  });
});
