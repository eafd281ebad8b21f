// All places of many words in a text, found in one pass.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { finder } from '../../../src/errors/find.ts';
import { runs } from '../../support/rounds.ts';

it.each<[words: string[], text: string, found: [number, number][]]>([
  [[], 'anything', []],
  [['ab'], '', []],
  [
    ['ab'],
    'xxabxab',
    [
      [2, 4],
      [5, 7],
    ],
  ],
  [
    ['ab'],
    'abab',
    [
      [0, 2],
      [2, 4],
    ],
  ],
  [
    ['a', 'abc'],
    'abd abc',
    [
      [0, 1],
      [4, 7],
    ],
  ],
  [
    ['abcd', 'bc'],
    'xbcx abcd',
    [
      [1, 3],
      [5, 9],
    ],
  ],
  [['abc', 'cde'], 'abcde', [[0, 5]]],
  [
    ['bc', 'abcde', 'd'],
    'abcdx',
    [
      [1, 3],
      [3, 4],
    ],
  ],
  [['he', 'she', 'hers'], 'ushers', [[1, 6]]],
  [['aa'], 'aaaa', [[0, 4]]],
  [['same', 'same'], 'same', [[0, 4]]],
  [
    ['ä', '秒'],
    '5 秒 ä',
    [
      [2, 3],
      [4, 5],
    ],
  ],
])('%j in "%s"', (words, text, found) => {
  expect(finder(words)(text)).toEqual(found);
});

it('covers exactly what a search for each word covers', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), text, (words, text) => {
      const wanted = [...text].map((_, at) =>
        words.some((word) =>
          Array.from(word, (_, back) => at - back).some((from) => from >= 0 && text.startsWith(word, from)),
        ),
      );
      const found = finder(words)(text);
      expect([...text].map((_, at) => found.some(([start, end]) => start <= at && at < end))).toEqual(wanted);
      expect(found).toEqual(found.toSorted(([a], [b]) => a - b));
    }),
    runs(500, 100),
  );
});
