// What stands on the command line after `call`, as the input of the SDK's method.
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CallInput } from '../../index.ts';
import { UsageError } from '../support/failure.ts';
import type { Field } from './catalog.ts';
import type { Listed } from './list.ts';

/** The arguments as they were typed. */
export interface RawInput {
  path?: string[];
  query?: string[];
  body?: string;
  file?: string[];
}

export type Input = Pick<CallInput, 'path' | 'query' | 'body'>;

/** The input of a call. With a description, names are checked and values get the types that it gives them. */
export async function readInput(raw: RawInput, stdin: NodeJS.ReadStream, about?: Listed): Promise<Input> {
  const path = valuesOf('path', raw.path, about);
  const query = valuesOf('query', raw.query, about);
  const body = withFiles(await readBody(raw.body, stdin), await filesOf(raw.file));
  return {
    ...(Object.keys(path).length > 0 && { path }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(body !== undefined && { body }),
  };
}

/** `name=value` pairs; a name that comes again makes a list. */
function valuesOf(
  place: 'path' | 'query',
  pairs: readonly string[] = [],
  about?: Listed,
): Record<string, unknown> {
  const known = about?.described[place] ?? [];
  const found = new Map<string, string[]>();
  for (const pair of pairs) {
    const [name, value] = parted(pair, `--${place}`);
    if (about && !known.some((field) => isCalled(field, name))) throw unknownName(place, name, about);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return Object.fromEntries([...found].map(([name, texts]) => [name, oneOrMore(place, name, texts, known)]));
}

function oneOrMore(place: string, name: string, texts: readonly string[], known: readonly Field[]): unknown {
  const type = known.find((field) => isCalled(field, name))?.[2] ?? '';
  const [, item] = /^array of (.*)/.exec(type) ?? [];
  const values = texts.map((text) => typed(text, item ?? type));
  if (item !== undefined || name.endsWith('[]')) return values;
  if (values.length === 1) return values[0];
  if (place === 'query' && type === '') return values;
  throw new UsageError(`--${place} ${name} was given ${values.length} times but takes one value.`);
}

/** What is not of its type is sent as it was typed, and refused by whoever knows better. */
function typed(text: string, type: string): unknown {
  const isNumber = /\b(number|integer)\b/.test(type) && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);
  if (isNumber && Number.isSafeInteger(Math.trunc(Number(text)))) return Number(text);
  if (/\bboolean\b/.test(type) && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** A list may be named with its brackets or without. */
function isCalled([own]: Field, name: string): boolean {
  return own === name || `${own}[]` === name || own === `${name}[]`;
}

function unknownName(place: string, name: string, { name: operation, described }: Listed): UsageError {
  const names = (described[place as 'path' | 'query'] ?? []).map(([own]) => own);
  return new UsageError(
    `${operation} has no ${place} parameter ${name}.`,
    names.length === 0 ? `It has none at all.` : `It has: ${names.join(', ')}.`,
  );
}

function parted(pair: string, option: string): [name: string, value: string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new UsageError(`${option} takes name=value, not ${JSON.stringify(pair)}.`);
}

/** JSON from the argument itself, from a file (`@file`), or from the standard input (`-`). */
async function readBody(argument: string | undefined, stdin: NodeJS.ReadStream): Promise<unknown> {
  if (argument === undefined) return undefined;
  const where =
    argument === '-' ? 'The standard input' : argument.startsWith('@') ? argument.slice(1) : '--body';
  const text =
    argument === '-' ? await readAll(stdin) : argument.startsWith('@') ? await readText(where) : argument;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [place = ''] = /(line \d+ column \d+|position \d+)/.exec((error as Error).message) ?? [];
    throw new UsageError(
      `${where} is not JSON${place && ` (${place})`}.`,
      'A body is JSON text, @file, or - for the standard input.',
    );
  }
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`The body ${file} cannot be read (${error.code}).`);
  });
}

/** Everything that comes on the standard input. */
export async function readAll(stdin: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

async function filesOf(pairs: readonly string[] = []): Promise<Record<string, File>> {
  const files = pairs.map(async (pair) => {
    const [name, file] = parted(pair, '--file');
    const blob = await openAsBlob(file).catch(() => {
      throw new UsageError(`The file ${file} cannot be read.`);
    });
    return [name, new File([blob], basename(file))] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

function withFiles(body: unknown, files: Record<string, File>): unknown {
  if (Object.keys(files).length === 0) return body;
  if (body === undefined) return files;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body, ...files };
  throw new UsageError('--file goes with a --body that is a JSON object.');
}
