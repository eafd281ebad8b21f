// A hand-made description, for tests of what becomes of one on its way to the contract.
import type { OpenApi, Operation, PathItem } from '../../../scripts/openapi/document.ts';

export const api = { name: 'v1', vendor: 'b2b-v1', snapshot: 'openapi/b2b-v1.yaml' } as const;

export function description(paths: Record<string, PathItem>, more: Partial<OpenApi> = {}): OpenApi {
  const info = { title: 'Tiny', version: '1' };
  return { openapi: '3.1.1', info, servers: [{ url: 'https://api.example/api/v1' }], paths, ...more };
}

export function operation(more: Partial<Operation> = {}): Operation {
  return { operationId: 'get_thing', responses: { 200: { description: 'OK' } }, ...more };
}
