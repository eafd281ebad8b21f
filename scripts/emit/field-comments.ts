// The comments of fields in the emitted types: what an editor shows beside a field, without JSDoc tags that it would print.

/** Formats of numbers tell nothing that the type `number` does not. */
const NUMBERS = ['int32', 'int64', 'float', 'double'];

const BY_THE_LIBRARY = /added by openapi-typescript$/;

/**
 * Rewrites the comments of openapi-typescript: the description without its tag comes first, then the format, then the
 * remaining tags. `@enum` repeats the type.
 */
export function plainComments(text: string): string {
  return text.replace(/^( *)\/\*\*(.*?)\*\/\n/gms, (_, indent: string, inner: string) => {
    const lines = inner.split('\n').map((line) => line.replace(/^ *\* ?/, '').trimEnd());
    return commentOf(fieldComment(lines), indent);
  });
}

function fieldComment(lines: string[]): string[] {
  const text: string[] = [];
  const format: string[] = [];
  const tags: string[] = [];
  let current = text;
  for (const line of lines
    .map((each) => each.trim())
    .filter((each) => each !== '' && !BY_THE_LIBRARY.test(each))) {
    const [, tag] = /^(@\w+|Format:)/.exec(line) ?? [];
    if (tag === '@description') current = text;
    else if (tag === 'Format:') current = format;
    else if (tag !== undefined) current = tags;
    if (tag === '@enum' || (tag === 'Format:' && NUMBERS.includes(line.slice(8)))) continue;
    current.push(tag === '@description' ? line.slice(13) : line);
  }
  const paragraphs = [text, format, tags].filter((each) => each.length > 0);
  return paragraphs.flatMap((each, index) => (index === 0 || each === tags ? each : ['', ...each]));
}

function commentOf(lines: string[], indent: string): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */\n`].join(
    '\n',
  );
}
