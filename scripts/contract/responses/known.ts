// openapi/responses.yaml: what the API is known to send, whatever the schemas say.
import type { Schema } from '../../openapi/document.ts';
import { loadYaml } from '../../openapi/project.ts';

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
  unkept: { formats: string[]; sizes: string[]; keywords: string[] };
  error: Schema;
}

export const known = loadYaml<Known>('openapi/responses.yaml');
