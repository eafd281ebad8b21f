// The ways in which a text can be read: as it stands, and with the escapes of JSON, URLs and HTML undone.

/** One way to read a text. */
export interface Reading {
  /** In lower case. */
  text: string;
  /** Where a character begins in the original; for the length of the text, where the original ends. */
  at(index: number): number;
  /** How many layers of escapes were undone. */
  depth: number;
}

/** JSON in a form in a log line is three deep. */
const deepest = 3;

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Each kind apart: what one of them leaves as it is may look like an escape of another. */
const escapes: [pattern: RegExp, undo: (sequence: string) => string][] = [
  [/\\(?:u[\da-f]{4}|.)/gs, (text) => JSON.parse(`"${text}"`) as string],
  [
    /%[c-f][\da-f](?:%[89ab][\da-f])+|%[\da-f]{2}|\+/g,
    (text) => (text === '+' ? ' ' : decodeURIComponent(text)),
  ],
  [
    /&(?:amp|lt|gt|quot|apos|#\d{1,6}|#x[\da-f]{1,5});/g,
    (text) => entities[text.slice(1, -1)] ?? characterOf(text.slice(2, -1).replace('x', '0x')),
  ],
];

function characterOf(code: string): string {
  return String.fromCodePoint(Number(code));
}

/** All readings of a text. */
export function readings(original: string): Reading[] {
  const all: Reading[] = [{ text: fold(original), at: (index) => index, depth: 0 }];
  // What is found on the way is looked at in its turn.
  for (const reading of all) {
    // Most texts hold no escape, and asking is faster than searching.
    if (reading.depth === deepest || !/[\\%+&]/.test(reading.text)) continue;
    for (const [pattern, undo] of escapes) {
      const next = decode(reading, pattern, undo);
      if (next && all.every(({ text }) => text !== next.text)) all.push(next);
    }
  }
  return all;
}

/** A text in which case does not matter. Characters keep their places: `toLowerCase` lengthens İ and looks around Σ. */
export function fold(text: string): string {
  // Escaped: one character beyond Latin-1 in a pattern, and V8 keeps all of index.js with two bytes for each.
  const plain = /[^\0-\x7f]/.test(text)
    ? text
        .toWellFormed()
        .replace(/\u0130/g, 'i')
        .replace(/[\u03a3\u03c2]/g, '\u03c3')
    : text;
  return plain.toLowerCase();
}

/** Undoes one layer of one kind of escapes; `undefined` where there is none. */
function decode(
  { text, at, depth }: Reading,
  pattern: RegExp,
  undo: (sequence: string) => string,
): Reading | undefined {
  const parts: string[] = [];
  // What an escape stands for is never longer than the escape.
  const places = new Uint32Array(text.length + 1);
  let length = 0;
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const plain = undone(found, undo);
    parts.push(text.slice(end, index), plain);
    while (end < index) places[length++] = end++;
    for (let unit = 0; unit < plain.length; unit++) places[length++] = index;
    end = index + found.length;
  }
  if (end === 0) return undefined;
  parts.push(text.slice(end));
  while (end <= text.length) places[length++] = end++;
  return { text: fold(parts.join('')), at: (index) => at(places[index]!), depth: depth + 1 };
}

/** What an escape stands for. PHP escapes more than JSON knows, and old servers write bytes that are not UTF-8. */
function undone(sequence: string, undo: (sequence: string) => string): string {
  try {
    return undo(sequence);
  } catch {
    return sequence[0] === '%'
      ? sequence.replace(/%(..)/g, (_, byte) => characterOf(`0x${byte}`))
      : sequence.slice(1);
  }
}
