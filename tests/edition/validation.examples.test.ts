// The validators of every operation find nothing in the examples of the contract that the package ships.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validators } from '../../generated/validation/index.js';
import { check } from '../../src/validation/check.ts';
import type { OperationValidators } from '../../src/validation/validators.ts';

describe('the validators of every operation', () => {
  const apis = Object.keys(validators) as (keyof typeof validators)[];

  it.each(apis)('of %s find nothing in the examples of the contract', async (api) => {
    const file = join(import.meta.dirname, `../../generated/${api}.mock.json`);
    const { paths, components } = JSON.parse(readFileSync(file, 'utf8'));
    const wrong: string[] = [];
    let examples = 0;
    for (const operation of Object.values(paths).flatMap((item) => Object.values(item as object))) {
      const load = validators[api][operation.operationId];
      if (!load) continue;
      const { responses } = (await load()).default as OperationValidators;
      for (const [status, validate] of Object.entries(responses)) {
        for (const { $ref } of Object.values<{ $ref: string }>(
          operation.responses[status]?.content['application/json'].examples ?? {},
        )) {
          const { value } = components.examples[$ref.split('/').at(-1)!];
          examples++;
          for (const each of check(validate, value))
            wrong.push(
              `${operation.operationId} ${status} ${each.pointer}: ${each.expected}, not ${each.seen}`,
            );
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(examples).toBeGreaterThan(10);
  });
});
