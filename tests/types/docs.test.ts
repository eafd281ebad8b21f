// Every example that a reader meets compiles: the README's, the documents' and those of the doc comments.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';

const root = resolve(import.meta.dirname, '../..');

const below = (folder: string) => readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' });
const documents = ['README.md', ...below('docs').map((name) => `docs/${name}`)];
const sources = below('src');

const examples: Record<string, string> = {};
for (const name of documents.filter((file) => file.endsWith('.md'))) collect(name, fenced(read(name)));
for (const name of sources.filter((file) => file.endsWith('.ts'))) {
  collect(`src/${name}`, commented(read(`src/${name}`)));
}

// What an example may take for granted, where it does not say it itself.
const given = `import * as sdk from 'altegio-sdk';
declare const altegio: sdk.Altegio;
declare const promise: Promise<unknown>;
declare const webhook: unknown;
const { createAltegio, createClient, createLimiter, isAltegioError, isAltegioApiError } = sdk;
void [altegio, promise, webhook, createAltegio, createClient, createLimiter, isAltegioError, isAltegioApiError];
`;

const files = Object.entries(examples).map(([title, code], index) => ({
  title,
  code,
  file: `example${index}`,
}));
const messages = compile(Object.fromEntries(files.map(({ file, code }) => [file, whole(code)])));

it.each(files)('the example of $title compiles', ({ file }) => {
  expect(messages[file]).toEqual([]);
});

it('finds the examples', () => {
  expect(files.length).toBeGreaterThan(15);
});

function read(name: string): string {
  return readFileSync(resolve(root, name), 'utf8');
}

function collect(name: string, found: string[]): void {
  found.forEach((code, index) => {
    examples[`${name} #${index + 1}`] = code;
  });
}

function fenced(text: string): string[] {
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1]!);
}

function commented(text: string): string[] {
  return [...text.matchAll(/@example\n(.*?)(?:\n\s*\*\s*@|\s*\*\/)/gs)].map((match) =>
    match[1]!.replace(/^\s*\* ?/gm, ''),
  );
}

/** An example as a module: its own imports first, then what it takes for granted and does not declare itself. */
function whole(code: string): string {
  const imports = code.match(/^import .*$/gm) ?? [];
  const body = code.replace(/^import .*$/gm, '');
  const kept = given
    .replace(/^const \{ (.*) \} = sdk;$/m, (_, names: string) => {
      const missing = names.split(', ').filter((name) => !imports.some((line) => line.includes(name)));
      return `const { ${missing.join(', ')} } = sdk;`;
    })
    .replace(/^declare const (\w+).*$/gm, (line, name: string) =>
      new RegExp(`const (\\{[^}]*\\b)?${name}\\b`).test(body) ? '' : line,
    )
    .replace(/^void .*$/m, '');
  return `${imports.join('\n')}\n${kept}\nexport {};\n{\n${body}\n}\n`;
}
