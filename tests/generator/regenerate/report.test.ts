// The report of a regeneration: for people, for pull requests, for programs.
import { describe, expect, it } from 'vitest';
import { editOf, lintEdit } from '../../../scripts/regenerate/edits.ts';
import {
  jsonOutcome,
  markdownOutcome,
  type Outcome,
  textOutcome,
} from '../../../scripts/regenerate/report.ts';

const file = 'openapi/overlays/b2b-v1/70-requests.yaml';
const outcome: Outcome = {
  report: {
    from: 'the edition of 2026-07-22',
    to: 'the edition of 2026-09-28',
    notes: [],
    changes: [
      {
        api: 'v1',
        operation: 'get_a',
        kind: 'operation-moved',
        severity: 'moved',
        side: 'operation',
        from: 'GET /a',
        to: 'GET /b',
      },
    ],
  },
  version: '0.1.0',
  followed: [{ file, schema: 'shared', operations: ['get_a', 'get_b'] }],
  pruned: [
    { file, subject: 'get_gone', is: 'gone', why: 'there is no such operation' },
    { file, subject: 'get_gone', is: 'gone', why: 'there is no such operation' },
  ],
  edits: [
    editOf({
      file,
      place: '12:5',
      subject: 'get_a',
      is: 'conflict',
      why: "nothing in it matches .parameters[?@.name=='x']",
      reason: 'Misspelt.',
    }),
    lintEdit({ snapshot: 'openapi/b2b-v1.yaml' }, 'no-x at get_b#: x is bad'),
  ],
  isGenerated: false,
};
const done: Outcome = { ...outcome, edits: [], isGenerated: true };

describe('the report', () => {
  it('says what changed, what was taken out, and the one thing to do for each edit', () => {
    const text = textOutcome(outcome);
    expect(text).toContain('the edition of 2026-07-22 → the edition of 2026-09-28: 1 moved');
    expect(text).toContain(`${file}: get_gone (2)`);
    expect(text).toContain(`${file}: shared stands in get_a and get_b`);
    expect(text).toContain(`1. ${file}:12: get_a: nothing in it matches`);
    expect(text).toContain('Give the target the name of today, or delete the action.');
    expect(text).toContain('2. openapi/b2b-v1.yaml: no-x at get_b#: x is bad');
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'Nothing is generated before 2 edits by hand; then run it again. Next version: 0.2.0 (minor).',
    );
  });

  it('ends with what comes next where everything is generated', () => {
    expect(textOutcome(done)).toMatch(/Everything is generated\. Next version: 0\.2\.0 \(minor\)\.\n$/);
    expect(textOutcome(done)).not.toContain('by hand');
  });

  it('of an edition without changes releases nothing', () => {
    const report = { ...done.report, changes: [] };
    expect(textOutcome({ ...done, report, followed: [], pruned: [] })).toMatch(
      /no changes\n\n.*Nothing to release\.\n$/s,
    );
  });

  it('has boxes to tick as Markdown', () => {
    expect(markdownOutcome(outcome)).toContain(`- [ ] \`${file}:12\` \`get_a\`: nothing in it matches`);
    expect(markdownOutcome(done)).not.toContain('[ ]');
  });

  it('has the worst severity and every edit as JSON', () => {
    expect(JSON.parse(jsonOutcome(outcome))).toMatchObject({
      severity: 'moved',
      bump: 'minor',
      generated: false,
      edits: [{ file, line: 12, subject: 'get_a' }, { file: 'openapi/b2b-v1.yaml' }],
      pruned: outcome.pruned,
      changes: [{ operation: 'get_a', text: 'has another path: GET /a → GET /b' }],
    });
    const report = { ...done.report, changes: [] };
    expect(JSON.parse(jsonOutcome({ ...done, report }))).toMatchObject({ severity: 'none', bump: 'none' });
  });
});
