// The word list of `npm run lint`.
import { describe, expect, it } from 'vitest';
import { findWords, words } from '../../scripts/words.ts';

/** One line per entry of the list, as they were once written here. */
const samples = [
  'The answer of the server.',
  'Three doors to the API',
  'the call goes again after a second',
  'when the server surely did nothing',
  'waits for ever',
  'the API cuts sizes in silence',
  'as was said above',
  'is told what happens',
  'the frame around the data',
  'const { styled } = page;',
  'quietly(() => hook(event))',
  'what was quick once is no measure for ever',
  'What has become of the call',
  "the mock's own touch",
  'The source says 6, though',
];

describe('the word list', () => {
  it.each(words.map((entry, index) => [String(entry[0]), index] as const))('finds %s', (_, index) => {
    const [pattern, better] = words[index]!;
    const found = findWords(`first line\n${samples[index]}`).find((each) => each.better === better);
    expect(found).toEqual({ line: 2, found: pattern.exec(samples[index]!)![0], better });
  });

  it('finds a word inside of a camel-case name, and each word of a line', () => {
    expect(findWords('const lateAnswer = told;').map(({ found }) => found)).toEqual(['Answer', 'told']);
  });

  it('leaves other words alone', () => {
    expect(findWords('The response to a request is retried; iframes and hairstyled rows stay.')).toEqual([]);
  });
});
