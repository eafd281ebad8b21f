// The texts of the description, as hovers show them: facts for a caller, no remarks on the description itself.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plainWords } from '../../../scripts/emit/docs/wording.ts';

it.each([
  ['the source example uses lower case', ''],
  ['parent category id (the source calls it optional in text)', 'parent category id'],
  ['YYYY-MM-DD (the example holds a Unix timestamp instead)', 'YYYY-MM-DD'],
  ['session date; required according to the prose (date-time)', 'session date; required (date-time)'],
  ['example has a UTC offset without colon (date-time)', 'UTC offset without colon (date-time)'],
  ['actual start; example is YYYY-MM-DD HH:mm:ss', 'actual start; YYYY-MM-DD HH:mm:ss'],
  [
    'service or team_member; the example says master for the former',
    'service or team_member (`master` for the former)',
  ],
  ['method type; seen: account, deposit', 'method type, such as account, deposit'],
  ['source describes a boolean: transfers between accounts', 'transfers between accounts'],
  ['quantity, negative in the example', 'quantity'],
  ['said to carry the number of positions found', 'number of positions found'],
  ['Answers with the sale.', 'returns the sale.'],
  ['answers 400 when no date is given', 'responds with 400 when no date is given'],
  ["uses from and to of the answer's meta", "uses from and to of the response's meta"],
  ['Same response schema as the list, but the 201 example is one object. Needs a visit.', 'Needs a visit.'],
])('turns %j into %j', (published, plain) => {
  expect(plainWords(published)).toBe(plain);
});

it('leaves other texts as they are', () => {
  const text = 'Source and destination event must belong to the same location; e.g. an example event.';
  expect(plainWords(text)).toBe(text);
});

it('leaves no remark on a description in any hover', () => {
  const names = ['v1', 'v2', 'booking', 'developers'].flatMap((api) => [`${api}.ts`, `${api}.client.ts`]);
  const comments = names.flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, '../../../generated', name), 'utf8');
    return text.match(/\/\*\*.*?\*\//gs) ?? [];
  });
  expect(comments.length).toBeGreaterThan(3000);
  const remarks =
    /\b(the source\b|source (says|describes|calls|text)|(the|its) example|example (has|is|holds|with)|prose|seen:|though\b|evidence|perhaps|answers?\b|@description)/i;
  expect(comments.filter((comment) => remarks.test(comment))).toEqual([]);
});
