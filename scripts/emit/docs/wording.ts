// The published texts comment on the description itself here and there: what its example holds, what its prose calls a
// field. A caller wants the fact alone.

// Remarks on the published description. What they complain about is corrected, or stated in another place.
const remarks = [
  /\bAuthorization\b/,
  /^Security names/i,
  /\bdeclares (Accept|no parameter)\b/,
  /^(the )?text (calls|also names)\b/i,
  /example's data is\b/,
  /^same response schema/i,
  /^the (\d+ )?(response|example)('s)? (is a list whose|has no|has a)\b/i,
  /^example data is\b/i,
  /^schema and example\b/i,
  /^the declared parameter is\b/i,
  /^the (body )?schema is one object/i,
  /^(the )?source('s)? (text|example|describes a boolean$)/i,
  /^(the )?prose (also )?(calls|names|lists|has)\b/i,
];

const rewrites: readonly (readonly [RegExp, string])[] = [
  [/ \((the )?(example|source|form|described) [^)]*(instead|in text|only|per page)\)/, ''],
  [/ despite the number type/, ''],
  [/^example is (?=YYYY|a UTC)(.*?)(, not a date-time| \(date-time\))?$/, '$1'],
  [/^example has an? (UTC )?offset without colon/, 'UTC offset without colon'],
  [/; the example says (\w+) for the former/, ' (`$1` for the former)'],
  [/\b(required) according to the prose/, '$1'],
  [/^said to carry (the )?/i, ''],
  [/^(described as|source describes it as the|source describes a boolean:) /i, ''],
  [/, described as (?=1\/0)/, ', '],
  [/^source calls this the (\w+ count).*$/i, '$1'],
  [/^seen: /, 'such as '],
  [/; seen: /, ', such as '],
  [/\bis seen as\b/, 'is called'],
  [/ by the example$/, ''],
  [/, example (?=with)/, ', '],
  [/(^|, )negative in the example$/, ''],
  [/^its example carries\b/, 'The response may hold'],
  [/^sample (?=position is)/i, ''],
  [/^paged by page and page_size \(max \d+\), filter by/i, 'filter by'],
  [/\banswers with (?!\d)/i, 'returns '],
  [/\banswers (?=\d)/i, 'responds with '],
  [/\bmust answer (?=\d)/, 'must respond with '],
  [/\banswer('s|s)?\b/g, 'response$1'],
];

/** A text of one line without remarks on the description, clause by clause; empty where nothing else is left. */
export function plainWords(text: string, isDropped: (clause: string) => boolean = () => false): string {
  return sentencesOf(text)
    .map((sentence) =>
      rewritten(sentence)
        .split(/;\s+/)
        .filter((clause) => !remarks.some((remark) => remark.test(clause)) && !isDropped(clause))
        .map(rewritten)
        .filter((clause) => clause !== '')
        .join('; '),
    )
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function rewritten(text: string): string {
  return rewrites.reduce((result, [pattern, better]) => result.replace(pattern, better), text);
}

export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])(?<!\b(?:e\.g|i\.e|etc|vs)\.)\s+/);
}
