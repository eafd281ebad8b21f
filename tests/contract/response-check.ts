// Whether a response is one that the contract allows: by ajv, on the contracts that the mock serves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { ApiName } from './setup.ts';

interface Described {
  operationId?: string;
  responses?: Record<string, { $ref?: string; content?: Record<string, { schema?: object }> }>;
}

const ajvs = new Map<ApiName, Ajv>();
const contracts = new Map<ApiName, { paths: Record<string, Record<string, Described>> }>();
const known = new Map<string, ValidateFunction>();

function contractOf(api: ApiName) {
  const read = contracts.get(api);
  if (read) return read;
  const file = join(import.meta.dirname, `../../generated/${api}.mock.json`);
  const contract = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(contract, api);
  ajvs.set(api, ajv);
  contracts.set(api, contract);
  return contract as NonNullable<typeof read>;
}

/** Says what is wrong with a body; nothing about documents, and where no body is described. */
export function responseCheck(api: ApiName, id: string, status: number): (body: unknown) => string[] {
  const key = `${api} ${id} ${status}`;
  const { paths } = contractOf(api);
  let validate = known.get(key);
  if (!validate) {
    for (const [path, item] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(item)) {
        if (operation.operationId !== id) continue;
        const type = Object.keys(operation.responses?.[status]?.content ?? {}).find((each) =>
          each.includes('json'),
        );
        if (!type) return () => [];
        const parts = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'];
        const pointer = parts.map((each) => each.replaceAll('~', '~0').replaceAll('/', '~1'));
        validate = ajvs.get(api)!.compile({ $ref: `${api}#/${pointer.map(encodeURIComponent).join('/')}` });
      }
    }
  }
  if (!validate) throw new Error(`The contract has no operation ${key}`);
  known.set(key, validate);
  const check = validate;
  return (body) =>
    check(body) ? [] : check.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}
