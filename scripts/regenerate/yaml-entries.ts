// Takes entries out of a list in a YAML file that people write: comments, blank lines and quotes of the rest stay.
import { isDeepStrictEqual } from 'node:util';
import { isSeq, LineCounter, parse, parseDocument } from 'yaml';
import { type Keys, valueAt } from '../openapi/document.ts';

/**
 * The text without some entries of a list. A comment above an entry is the heading of all that follow without a gap, and
 * goes with the last of them.
 *
 * @param keys where the list stands in the document
 * @throws where the list is not written as a block, or the result would be another list
 */
export function withoutEntries(text: string, keys: Keys, indexes: ReadonlySet<number>): string {
  const lines = text.split('\n');
  const starts = startsOf(text, keys);
  const isRemark = (line: number) => /^\s*(#.*)?$/.test(lines[line] ?? '');
  const end = (index: number) => {
    let line = (starts[index + 1] ?? lines.length) - 1;
    while (line > starts[index]! && isRemark(line)) line--;
    return line;
  };
  const isGone = lines.map(() => false);
  for (const index of indexes) isGone.fill(true, starts[index], end(index) + 1);

  for (const group of groupsOf(starts, lines, keys.length === 0)) {
    if (!group.entries.every((index) => indexes.has(index))) continue;
    isGone.fill(true, group.heading, starts[group.entries[0]!]);
  }
  const kept = lines.filter((_, line) => !isGone[line]);
  const result = kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n*$/, '\n');
  const wanted = listIn(text, keys).filter((_, index) => !indexes.has(index));
  if (!isDeepStrictEqual(listIn(result, keys), wanted)) {
    throw new Error(`The list at ${keys.join('.') || 'the top'} is not written line by line.`);
  }
  return result;
}

function listIn(text: string, keys: Keys): unknown[] {
  return (valueAt(parse(text), keys) ?? []) as unknown[];
}

/** The line on which each entry begins. */
function startsOf(text: string, keys: Keys): number[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const list = keys.length === 0 ? document.contents : document.getIn(keys, true);
  if (!isSeq(list)) throw new Error(`There is no list at ${keys.join('.') || 'the top'}.`);
  return list.items.map((item) => counter.linePos((item as { range: [number] }).range[0]).line - 1);
}

interface Group {
  /** The first line of its comment. */
  heading: number;
  entries: number[];
}

/** Entries under one comment; those without any are none. */
function groupsOf(starts: readonly number[], lines: readonly string[], isFile: boolean): Group[] {
  const groups: Group[] = [];
  let open: Group | undefined;
  for (const [index, start] of starts.entries()) {
    let heading = start;
    while (/^\s*#/.test(lines[heading - 1] ?? '')) heading--;
    const isAfterGap = (lines[heading - 1] ?? '').trim() === '';
    // What stands above the first entry of a file is about the file.
    if (heading < start && !(isFile && index === 0)) {
      open = { heading, entries: [index] };
      groups.push(open);
    } else if (isAfterGap) open = undefined;
    else open?.entries.push(index);
  }
  return groups;
}
