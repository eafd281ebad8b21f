// generated/<api>.fake.ts, from a tiny description.
import ts from 'typescript';
import { expect, it } from 'vitest';
import { emitFake } from '../../../scripts/emit/mock/fake.ts';
import type { OpenApi } from '../../../scripts/openapi/document.ts';
import { header, id, json, single } from './tiny.ts';

const awkward = 'It\'s £5 or €6,\n\\ "or" `so` $' + '{this} \u2028';

const responses = (value: unknown) => ({
  200: { content: { 'application/json': { schema: {}, examples: { shown: { value } } } } },
});

function textsOf(doc: OpenApi): Record<string, Record<string, string>> {
  const code = ts.transpile(emitFake(doc, doc, 'tiny'), { module: ts.ModuleKind.CommonJS });
  const exports = {} as { contract(): Record<string, Record<string, string>> };
  new Function('exports', code)(exports);
  return exports.contract();
}

it('has the JSON of every part, whatever characters it holds', () => {
  const { operations, samples } = textsOf(single({ parameters: [id], responses: responses(awkward) }));
  expect(JSON.parse(operations!.get_thing!)).toEqual({
    parameters: [['path', 'id', 1, { type: 'integer' }]],
    responses: { 200: ['shown'] },
  });
  expect(JSON.parse(samples!.shown!)).toBe(awkward);
});

it('has the schemas that operations refer to, and no others', () => {
  const schema = { $ref: '#/components/schemas/used' };
  const doc = single({ parameters: [{ ...id, schema }], requestBody: json(schema), responses: responses(1) });
  doc.components = { schemas: { used: { type: 'integer', 'x-sample': { enum: [1] } }, other: {} } };
  expect(textsOf(doc).schemas).toEqual({ used: '{"type":"integer"}' });
});

it('is in ASCII, which engines keep in half the space', () => {
  const doc = single({ responses: responses(awkward) });
  const text = emitFake(doc, doc, 'tiny');
  expect(text.startsWith(header)).toBe(true);
  expect(text).toMatch(/^[ -~\n]*$/);
});
