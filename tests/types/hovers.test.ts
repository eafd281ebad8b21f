// What an editor shows over the types of the package: TypeScript's quick info, as a language server hands it on.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { options } from './compile.ts';

const file = resolve(import.meta.dirname, 'virtual/hovers.ts');

const apis = ['v1', 'v2', 'booking', 'developers'];

/** Every input of every operation, as `v1.GetClientInput`. */
const inputs = apis.flatMap((api) => {
  const text = readFileSync(resolve(import.meta.dirname, `../../generated/${api}.client.ts`), 'utf8');
  return [...text.matchAll(/^export type (\w+Input) =/gm)].map(([, name]) => `${api}.${name}`);
});

const source = `
import { createAltegio } from 'altegio-sdk';
${apis.map((api) => `import type * as ${api} from 'altegio-sdk/${api}';`).join('\n')}
const altegio = createAltegio({ partnerToken: '' });
const called = await altegio.v1.get_client({ path: { location_id: 1, id: 2 } });
altegio.v1.get_appointment_list.items({ path: { location_id: 3 }, query: { changed_after: '' } });
for await (const item of altegio.v1.get_appointment_list.items({ path: { location_id: 6 } })) {
  item.attendance;
  item.datetime;
  item.client;
  item.custom_fields;
}
export const outputs: [v1.GetClientOutput, v1.GetAppointmentListItem, v2.CreateEventOutput] = [];
export const bodies: [v1.CreateAppointmentBody, v1.CreateServiceBody] = [];
${inputs.map((name, index) => `export type T${index} = ${name};`).join('\n')}
`;

const host: ts.LanguageServiceHost = {
  getCompilationSettings: () => options,
  getCurrentDirectory: () => import.meta.dirname,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [file],
  getScriptVersion: () => '1',
  getScriptSnapshot: (name) => {
    const text = name === file ? source : ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  fileExists: (name) => name === file || ts.sys.fileExists(name),
  readFile: (name) => (name === file ? source : ts.sys.readFile(name)),
};

const service = ts.createLanguageService(host);

/** What an editor shows over the end of a piece of the source. */
function hover(piece: string): { text: string; comment: string } {
  const at = source.indexOf(piece);
  const info = at === -1 ? undefined : service.getQuickInfoAtPosition(file, at + piece.length - 1);
  if (!info) throw new Error(`Nothing is shown over ${piece}`);
  const tags = (info.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`);
  return {
    text: ts.displayPartsToString(info.displayParts),
    comment: [ts.displayPartsToString(info.documentation), ...tags].join('\n'),
  };
}

/** A path into the types instead of the types themselves. */
const indirect = /operations\[|components\[|\['/;

describe('a hover over', () => {
  it('an input shows its fields, and then the options', { timeout: 60_000 }, () => {
    expect(hover('= v1.GetClientInput').text).toBe(`type GetClientInput = {
    path: {
        location_id: number;
        id: number;
    };
} & CallOptions`);
    const { text } = hover('= v1.GetAppointmentListInput');
    for (const field of ['location_id: number;', 'changed_after?: IsoDateTime;', '& CallOptions']) {
      expect(text).toContain(field);
    }
  });

  it('any input shows no path into the types', () => {
    expect(inputs.length).toBeGreaterThan(340);
    const shown = inputs.map(
      (_, index) => hover(`export type T${index} = ${inputs[index]};`.slice(0, -1)).text,
    );
    expect(shown.filter((text) => !/^type \w+ = (\{|CallOptions$)/.test(text))).toEqual([]);
    expect(shown.filter((text) => indirect.test(text))).toEqual([]);
  });

  it.each([
    'v1.CreateAppointmentBody',
    'v1.CreateServiceBody',
    'v1.GetClientOutput',
    'v1.GetAppointmentListItem',
    'v2.CreateEventOutput',
  ])('%s shows its fields', (name) => {
    const { text } = hover(name);
    expect(text).toMatch(/type \w+ = \{\n {4}\w+\??: /);
    expect(text).not.toContain('operations[');
  });

  it('a method shows what it does, then its facts, and what it returns', () => {
    const { text, comment } = hover('altegio.v1.get_client');
    expect(text).toMatch(/get_client\(input: (v1\.)?GetClientInput\): Promise<(v1\.)?GetClientOutput>/);
    expect(comment).toMatch(
      /^Fetch one client\.\n\n- `GET \/client\/\{location_id\}\/\{id\}`\n- Tokens: .*\n- Retries: .*\n@returns .*\n@see https:\S+$/,
    );
  });

  it.each([
    ['const item', 'const item: v1.Appointment'],
    ['item.attendance', '(property) attendance: Attendance | (number & {})'],
    ['item.datetime', '(property) datetime: IsoDateTime'],
    ['item.client', /^\(property\) client\?: OrEmpty<\{\n/],
    ['item.custom_fields', '(property) custom_fields: AnyFields | null'],
  ])('%s shows what the value is', (piece, shown) => {
    const { text } = hover(piece);
    if (typeof shown === 'string') expect(text).toBe(shown);
    else expect(text).toMatch(shown);
  });

  it.each(apis)('no type of %s says that nothing can be in a list', (api) => {
    const text = readFileSync(resolve(import.meta.dirname, `../../generated/${api}.ts`), 'utf8');
    expect(text).not.toContain('never[]');
  });

  it('a field of a call shows its type and its description', () => {
    expect(hover('query: { changed_after')).toEqual({
      text: '(property) changed_after?: IsoDateTime',
      comment: 'created or changed after; YYYY-MM-DDTHH:MM:SS',
    });
  });
});
