// Programs as users write them compile in strict mode, and need nothing that is only there for the checker.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';

const folder = join(import.meta.dirname, 'fixtures/consumer');

const programs = Object.fromEntries(
  readdirSync(folder).map((file) => [file.replace(/\.ts$/, ''), readFileSync(join(folder, file), 'utf8')]),
);

/** `!`, `as` (an empty list says what it is a list of by it), and a default for what is never missing. */
function crutches(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isList = ts.isAsExpression(node) && ts.isArrayLiteralExpression(node.expression);
    if (
      ts.isNonNullExpression(node) ||
      (ts.isAsExpression(node) && !isList) ||
      ts.isTypeAssertionExpression(node)
    )
      found.push(node.getText());
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('program.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

describe('programs of users', () => {
  it('compile in strict mode, also with exactOptionalPropertyTypes', { timeout: 60_000 }, () => {
    expect(compile(programs)).toEqual(Object.fromEntries(Object.keys(programs).map((name) => [name, []])));
  });

  it('may hold what the wire holds: [] for an object without fields', () => {
    const emptied = `
      import type { Appointment } from 'altegio-sdk/v1';
      const nothing: never[] = [];
      export const written: Partial<Appointment> = { client: [], custom_fields: [] };
      export const read: Partial<Appointment> = { client: nothing, custom_fields: nothing };
      export const phone: string | number | null | undefined = written.client?.phone;
      export const colour: unknown = written.custom_fields?.colour;
      // @ts-expect-error: there is no such field
      export const misspelt = written.client?.fone;
    `;
    expect(compile({ emptied })).toEqual({ emptied: [] });
  });

  it('are twenty or more', () => {
    const snippets = Object.values(programs)
      .join('')
      .match(/^\/\*\* \d+\. /gm);
    expect(snippets?.length).toBeGreaterThanOrEqual(20);
  });

  it.each(Object.entries(programs))('use no assertion: %s', (_, text) => {
    expect(crutches(text)).toEqual([]);
  });

  it('would be caught using one', () => {
    expect(crutches('a!; b as C; <D>e; f ?? 0; [] as G[];')).toEqual(['a!', 'b as C', '<D>e', 'f ?? 0']);
  });
});
