// openapi/responses.yaml: what the API is known to send, whatever the schemas say.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Schema } from '../../openapi/document.ts';

/** One rule of `types`. */
interface Widening {
  reason: string;
  /** A pattern. */
  names: string;
  declared: string[];
  adds: string[];
  jsonApi?: true;
}

interface Known {
  types: Widening[];
  emptied: string;
  present: string;
  docs: { numbers: string; dates: string; refuted: string[] };
  maps: string;
  unkept: { formats: string[]; keywords: string[] };
  error: Schema;
}

const file = new URL('../../../openapi/responses.yaml', import.meta.url);

export const known = parse(readFileSync(file, 'utf8')) as Known;
