// YAML files that people write: every fault is named by file, line and column.
import { type Document, isAlias, LineCounter, parseDocument, visit } from 'yaml';
import type { Keys } from '../openapi/document.ts';

interface YamlFile {
  value: unknown;
  /** Line and column of what stands at these keys, or of what should hold it: `12:5`. */
  place(keys: Keys): string;
}

/** A file that is malformed. */
class YamlError extends Error {
  override name = 'YamlError';
}

/** Reads a file's text. Anchors and aliases are refused: to remove one entry must not break another. */
export function readYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const faults = [
    ...[...doc.errors, ...doc.warnings].map(({ pos, message }) => ({ offset: pos[0], message })),
    ...anchors(doc).map((offset) => ({
      offset,
      message: 'no anchors and aliases here: write the value out',
    })),
  ];
  if (faults.length > 0) {
    throw new YamlError(
      faults.map(({ offset, message }) => `${file}:${placeOf(offset)}: ${message}`).join('\n'),
    );
  }
  return { value: doc.toJS(), place: (keys) => placeOf(offsetOf(doc, keys)) };
}

function anchors(doc: Document): number[] {
  const found: number[] = [];
  visit(doc, {
    Node(_, node) {
      if ((isAlias(node) || node.anchor !== undefined) && node.range) found.push(node.range[0]);
    },
  });
  return found;
}

function offsetOf(doc: Document, keys: Keys): number {
  const node = keys.length === 0 ? doc.contents : doc.getIn(keys, true);
  const range = (node as { range?: [number, number, number] } | null | undefined)?.range;
  if (range) return range[0];
  return keys.length === 0 ? 0 : offsetOf(doc, keys.slice(0, -1));
}
