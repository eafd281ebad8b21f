// Entries taken out of a list in a file that people write.
import { describe, expect, it } from 'vitest';
import { withoutEntries } from '../../../scripts/regenerate/yaml-entries.ts';

const text = `# What this file is about.
info: { title: x }
actions:
  # First group.
  - target: 'a' # with a remark
    update: { one: 1 }
  - target: "b"
    update:
      two: [1, 2]

  # Second group,
  # in two lines.
  - target: c

  - target: d
`;

const without = (...indexes: number[]) => withoutEntries(text, ['actions'], new Set(indexes));
const removed = (result: string) => {
  const kept = result.split('\n');
  return text.split('\n').filter((line) => line.trim() !== '' && !kept.includes(line));
};

describe('entries', () => {
  it('go with their lines, and nothing else changes', () => {
    expect(removed(without(0))).toEqual(["  - target: 'a' # with a remark", '    update: { one: 1 }']);
    expect(removed(without(1))).toEqual(['  - target: "b"', '    update:', '      two: [1, 2]']);
  });

  it('take a heading along that is about nothing else', () => {
    expect(removed(without(2))).toEqual(['  # Second group,', '  # in two lines.', '  - target: c']);
    expect(without(2)).not.toContain('\n\n\n');
  });

  it('leave a heading to those below it', () => {
    expect(without(0)).toContain('# First group.');
    expect(without(0, 1)).toContain('# What this file is about.');
  });

  it('may all go', () => {
    expect(without(0, 1, 2, 3)).toBe('# What this file is about.\ninfo: { title: x }\nactions:\n');
  });

  it('stand in the list of a whole file too', () => {
    expect(withoutEntries('# About.\n- at: a\n- at: b\n', [], new Set([0]))).toBe('# About.\n- at: b\n');
  });
});

it.each([
  ['is written on one line', 'actions: [{ a: 1 }, { a: 2 }]\n', 'not written line by line'],
  ['is missing', 'other: []\n', 'There is no list'],
])('a list that %s is refused', (_, odd, message) => {
  expect(() => withoutEntries(odd, ['actions'], new Set([0]))).toThrow(message);
});
