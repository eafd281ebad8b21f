// Compiles schemas by ajv's standalone mode, and makes of its code what a report needs: no dependency, no schemas, and
// of an error its place, kind, expectation and value.
import { _, Ajv, type KeywordCxt, Name, str } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Schema } from '../../openapi/document.ts';
import { expectation, parentOf } from './expected.ts';

// As ajv calls them in the functions that it writes.
const [instancePath, vErrors, errors] = ['instancePath', 'vErrors', 'errors'].map(
  (name) => new Name(name),
) as [Name, Name, Name];

/** An argument of our own: called with every object. */
const extra = new Name('extra');

const placeOf = ({ it }: KeywordCxt) => str`${instancePath}${it.errorPath}`;

/** An ajv whose functions call those of other modules, and tell which fields are declared. */
function newAjv(): Ajv {
  const ajv = new Ajv({
    ...{ strict: false, logger: false, meta: false, validateSchema: false, validateFormats: false },
    ...{ allErrors: true, messages: false, verbose: true },
    ...{ loopRequired: Number.POSITIVE_INFINITY, loopEnum: Number.POSITIVE_INFINITY },
    code: { source: true, esm: true },
  });
  ajv.addKeyword({
    keyword: 'shared',
    schemaType: 'string',
    code(context) {
      const { gen, data, schema } = context;
      const call = _`${new Name(schema as string)}(${data}, ${placeOf(context)}, ${extra})`;
      const found = gen.const('found', call);
      gen.if(found, () => {
        gen.assign(vErrors, _`${vErrors} === null ? ${found} : ${vErrors}.concat(${found})`);
        gen.assign(errors, _`${vErrors}.length`);
      });
    },
  });
  ajv.addKeyword({
    keyword: 'codes',
    type: ['number', 'string'],
    schemaType: 'array',
    code(context) {
      const { data, schema } = context;
      const codes = schema as (string | number)[];
      const isNone = codes.map((code) => _`${data} !== ${code}`).reduce((all, each) => _`${all} && ${each}`);
      context.fail(_`typeof ${data} == ${typeof codes[0]} && ${isNone}`);
    },
  });
  ajv.addKeyword({
    keyword: 'undeclared',
    type: 'object',
    schemaType: 'array',
    code(context) {
      const { gen, data, schema } = context;
      gen.code(_`${extra}?.(${data}, ${placeOf(context)}, ${(schema as string[]).join(' ')})`);
    },
  });
  return ajv;
}

/** Code of functions `(data, path, extra)` that return what is wrong with a value, or null; and what each is called. */
export function compiled(schemas: Record<string, Schema>): {
  code: string;
  functions: Record<string, string>;
} {
  const ajv = newAjv();
  const own = new Map<string, Schema>();
  // Statuses that have the same schema have the same function.
  const known = new Map<string, string>();
  const functions: Record<string, string> = {};
  for (const [key, schema] of Object.entries(schemas)) {
    const text = JSON.stringify(schema);
    const name = known.get(text) ?? functionOf(ajv, schema, `f${known.size}`);
    known.set(text, name);
    functions[key] = name;
    if (schema.shared !== name) own.set(name, schema);
  }
  const ids = Object.fromEntries(
    [...known.values()].flatMap((name, at) => (own.has(name) ? [[`f${at}`, `f${at}`]] : [])),
  );
  const code = standalone.default(ajv, ids);
  const slimmed = code
    .replace('"use strict";', '')
    .replaceAll(/export const f\d+ = validate\d+;/g, '')
    .replaceAll(/require\("ajv\/dist\/runtime\/(\w+)"\)\.default/g, (_all, helper: string) =>
      helperCode(helper),
    )
    .replaceAll(
      /function (validate\d+)\(.*?\1\.errors = vErrors;return errors === 0;\}/g,
      (text, name: string) => slim(text, own.get(name)!, name),
    );
  return { code: own.size > 0 ? noteCode + slimmed : '', functions };
}

/** Adds to a list that is made when it is first needed. */
const noteCode = 'const note = (list, ...entry) => ((list ??= []).push(entry), list);';

/** The name of the function that checks a schema: of another module's, or of one that ajv makes. */
function functionOf(ajv: Ajv, schema: Schema, id: string): string {
  if (typeof schema.shared === 'string') return schema.shared;
  ajv.addSchema(schema, id);
  return String(ajv.getSchema(id)!.source!.validateName);
}

/** Two helpers of ajv's that its code would import. */
function helperCode(name: string): string {
  if (name === 'ucs2length') return '(text) => [...text].length';
  if (name === 'equal') return '(one, other) => JSON.stringify(one) === JSON.stringify(other)';
  throw new Error(`ajv's code imports ${name}, which no validator has yet`);
}

const errorCode =
  /const (err\d+) = \{instancePath(?::(.*?))?,schemaPath:"((?:[^"\\]|\\.)*)",keyword:"([^"]+)",params:\{(.*?)\},schema:.*?,data(?::([^{}]*?))?\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;

/** The code of one function without what nobody asks for. Fails where ajv writes it in another way than today. */
function slim(code: string, schema: Schema, name: string): string {
  const slimmed = code
    .replace(errorCode, (_all, _err, path, pointer: string, keyword: string, params: string, data) => {
      const missing = textIn(/^missingProperty: "(.*)"$/.exec(params)?.[1]);
      const [kind, words] = expectation(parentOf(schema, textIn(pointer)!), keyword, missing);
      let place: string = path ?? 'instancePath';
      let value = `,${data ?? 'data'}`;
      if (missing !== undefined) {
        place += `+${JSON.stringify(`/${escaped(missing)}`)}`;
        value = '';
      }
      const more = /^additionalProperty: (\w+)$/.exec(params)?.[1];
      if (more !== undefined) {
        place += `+"/"+${more}`;
        value += `[${more}]`;
      }
      return `vErrors=note(vErrors,${withoutNames(place)},"${kind}",${JSON.stringify(words)}${value});errors++;`;
    })
    .replace(/\(data, \{instancePath="".*?\}=\{\}\)/, '(data, instancePath, extra)')
    .replace(`${name}.errors = vErrors;return errors === 0;`, 'return vErrors;')
    // JSON has no NaN.
    .replaceAll(/\(!\((\w+(?:\.\w+|\[\w+\])?) % 1\) && !isNaN\(\1\)\)/g, '!($1 % 1)');
  if (/schemaPath:|rootData|validate\d+\.errors/.test(slimmed))
    throw new Error(`ajv writes the code of ${name} in a way that is not known`);
  // Errors are counted for alternatives alone.
  return /_errs\d/.test(slimmed)
    ? slimmed
    : slimmed.replaceAll(/errors\+\+;|errors = vErrors\.length;?|let errors = 0;/g, '');
}

/** What a text literal without its quotes stands for. */
function textIn(literal: string | undefined): string | undefined {
  return literal === undefined ? undefined : (JSON.parse(`"${literal}"`) as string);
}

/** The keys of a map are data: in their place stands `*`. */
function withoutNames(place: string): string {
  return place.replaceAll(/"\/" \+ key\d+\.replace\(\/~\/g, "~0"\)\.replace\(\/\\\/\/g, "~1"\)/g, '"/*"');
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
