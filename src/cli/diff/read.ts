// Reads a document: JSON by itself, YAML with the package `yaml`.
import type { Node } from '../../diff/document.ts';
import { UsageError } from '../support/failure.ts';

/** Parses an OpenAPI document. `from` names it in errors. */
export async function parseDocument(text: string, from: string): Promise<Node> {
  const value = /^\s*[{[]/.test(text) ? parseJson(text, from) : await parseYaml(text, from);
  const isDescription = typeof value === 'object' && value !== null && 'openapi' in value && 'paths' in value;
  if (isDescription) return value as Node;
  throw new UsageError(`${from} is no OpenAPI document.`, 'It needs `openapi` and `paths`, in JSON or YAML.');
}

function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${from} is not valid JSON: ${(error as Error).message}`);
  }
}

async function parseYaml(text: string, from: string): Promise<unknown> {
  const yaml = await import('yaml').catch(() => {
    throw new UsageError(`${from} is YAML, which needs a parser.`, 'Run: npm install --save-dev yaml');
  });
  try {
    return yaml.parse(text, { logLevel: 'error' });
  } catch (error) {
    throw new UsageError(`${from} is not valid YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
