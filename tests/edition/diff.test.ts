// The edition of September 2026 against that of July: what the comparison makes of a real change, whatever openapi/ holds by
// now. The later one is a stand-in built from what is known of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareDocuments } from '../../src/diff/compare.ts';
import type { Kind } from '../../src/diff/kinds.ts';

const read = (edition: string, vendor: string) =>
  parse(readFileSync(join(import.meta.dirname, `fixtures/${edition}/${vendor}.yaml`), 'utf8'));
const changesOf = (vendor: string) => compareDocuments(read('2026-07', vendor), read('2026-09', vendor));

describe('v1', () => {
  const changes = changesOf('b2b-v1');
  const of = (kind: Kind) => changes.filter((each) => each.kind === kind);

  it('moves 150 operations, of which one has another method', () => {
    expect(of('operation-moved')).toHaveLength(150);
    expect(of('method-changed').map(({ operation }) => operation)).toEqual(['enable_team_member_tips']);
    expect(of('operation-renamed')).toEqual([]);
  });

  it('drops two operations and brings three', () => {
    expect(
      of('operation-removed')
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual(['fiscalize_document', 'update_team_member_schedule']);
    expect(
      of('operation-added')
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual([
      'get_client_membership_activity_history',
      'update_appointment_attendance',
      'upload_client_file',
    ]);
  });

  it('renames ids, each of which breaks who sends it', () => {
    const renamed = [...of('field-renamed'), ...of('parameter-renamed')];
    expect(renamed.length).toBeGreaterThan(30);
    expect(renamed.every(({ severity, side }) => severity === 'breaking' && side === 'request')).toBe(true);
    expect(renamed).toContainEqual(
      expect.objectContaining({ operation: 'create_appointment', at: 'body staff_id', to: 'team_member_id' }),
    );
  });

  it('has a name for every change', () => {
    expect(of('unnamed-change')).toEqual([]);
  });
});

describe('v2', () => {
  const changes = changesOf('b2b-v2');

  it('brings nine operations and breaks nothing', () => {
    const counted = (severity: string) => changes.filter((each) => each.severity === severity);
    expect(changes.filter(({ kind }) => kind === 'operation-added')).toHaveLength(9);
    expect(counted('breaking')).toEqual([]);
  });
});
