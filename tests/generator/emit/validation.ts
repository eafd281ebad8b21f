// Runs the validators that are made of a small contract.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { noCodes } from '../../../scripts/emit/codes/codes.ts';
import { validationContract } from '../../../scripts/emit/validation/contract.ts';
import { validationModules } from '../../../scripts/emit/validation/modules.ts';
import type { OpenApi, Schema } from '../../../scripts/openapi/document.ts';
import { check } from '../../../src/validation/check.ts';
import type { OperationValidators } from '../../../src/validation/validators.ts';
import { document, json } from './tiny.ts';

/** The texts of the modules, by file. */
export async function modulesOf(doc: OpenApi): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { path, emit } of validationModules({
    doc: validationContract(doc, 'tiny', noCodes),
    codes: noCodes,
    vendor: 'tiny',
    api: 'tiny',
  }))
    texts[path] = await emit();
  return texts;
}

/** The validators of an operation of a contract. */
export async function validatorsOf(doc: OpenApi, id: string): Promise<OperationValidators> {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-validation-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [path, text] of Object.entries(await modulesOf(doc))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const file = join(folder, 'generated/validation/tiny', `${id}.js`);
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    default: OperationValidators;
  };
  return module.default;
}

/** A contract with an operation `get` that responds with this. */
export function responding(schema: Schema, schemas: Record<string, Schema> = {}): OpenApi {
  const get = { operationId: 'get', responses: { 200: json(schema) } };
  return document({ '/things': { get } }, { components: { schemas } });
}

/** What is wrong with a response: `pointer kind: expected, not seen`. */
export async function differences(
  schema: Schema,
  schemas?: Record<string, Schema>,
): Promise<(value: unknown, undeclared?: boolean) => string[]> {
  const { responses } = await validatorsOf(responding(schema, schemas), 'get');
  return (value, undeclared = false) =>
    check(responses[200]!, value, { undeclared, codes: true }).map(
      ({ pointer, kind, expected, seen }) => `${pointer} ${kind}: ${expected}, not ${seen}`,
    );
}
