// Whatever openapi/evidence/seen.tsv knows of responses and webhooks fits the JSON Schemas that the package ships, and its types.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { fieldPlaces, objectsAt } from '../../scripts/contract/evidence/alternatives.ts';
import { enveloped } from '../../scripts/contract/evidence/envelope.ts';
import { describedIn } from '../../scripts/contract/evidence/places.ts';
import { loadSightings } from '../../scripts/contract/evidence/sightings.ts';
import { pascalCase } from '../../scripts/emit/naming.ts';
import { type ApiName, apis } from '../../scripts/openapi/apis.ts';
import { isObject, type Keys, type OpenApi, pointerTo } from '../../scripts/openapi/document.ts';
import { bodyOf, type Fullness } from './captures.ts';
import { compile } from './compile.ts';

const root = join(import.meta.dirname, '../..');

interface Capture {
  api: ApiName;
  /** The operation, or `webhook_event(<resource>)`. */
  operation: string;
  /** Where the contract describes it. */
  reference: string;
  title: string;
  body: unknown;
}

const contracts = new Map(
  apis.map(({ name }) => [
    name,
    JSON.parse(readFileSync(join(root, `generated/${name}.mock.json`), 'utf8')) as OpenApi,
  ]),
);

/** Four bodies of each operation that was seen: with all fields and with the least, and with one type of each field or another. */
function* capturesOf(api: ApiName): Generator<Capture> {
  const doc = contracts.get(api)!;
  const described = describedIn(doc);
  for (const [operation, sighting] of loadSightings(api)) {
    const place = described(operation);
    if (!place) continue;
    const whole = enveloped(doc, place.at, sighting);
    for (const fullness of ['all', 'least'] satisfies Fullness[]) {
      for (const turn of [0, 1, 2]) {
        const body = withEnvelope(doc, place.at, bodyOf(whole, [place.at], { doc, fullness, turn }));
        const title = `${operation}, ${fullness} fields, turn ${turn}`;
        yield { api, operation, reference: pointerTo(...place.at), title, body };
      }
    }
  }
}

/** Where nobody has seen the envelope, the types have it, and the client puts it there. */
function withEnvelope(doc: OpenApi, at: Keys, body: unknown): unknown {
  if (!isObject(body)) return body;
  const has = (name: string) => fieldPlaces(doc, objectsAt(doc, at), name).length > 0;
  return { ...(has('success') && { success: true }), ...(has('meta') && { meta: [] }), ...body };
}

const all = apis.flatMap(({ name }) => [...capturesOf(name)]);

describe.each(apis)('captures of $name', ({ name }) => {
  it('fit the contract of the package', () => {
    const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema(contracts.get(name)!, 'contract');
    const misfits = all
      .filter(({ api }) => api === name)
      .flatMap(({ title, reference, body }) => {
        const validate = ajv.getSchema(`contract${reference}`)!;
        const wrong = [body, withMore(body)].filter((each) => !validate(each));
        return wrong.map(() => `${title}: ${ajv.errorsText(validate.errors)}`);
      });
    expect(misfits).toEqual([]);
  });
});

/** With a field more in every object, as a later version of the API may have it. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (!isObject(value)) return value;
  const inside = Object.entries(value).map(([key, each]) => [key, withMore(each)] as const);
  return isMap(value) ? Object.fromEntries(inside) : { ...Object.fromEntries(inside), added_tomorrow: 1 };
}

/** What stands below keys that are data is of one kind. */
function isMap(value: object): boolean {
  return Object.keys(value).some((key) => /^\d/.test(key)) || Object.values(value).every(isObject);
}

it('captures fit the types of the package', { timeout: 60_000 }, () => {
  const sources = Object.fromEntries(
    apis.map(({ name }) => [name, programOf(all.filter(({ api }) => api === name))]),
  );
  expect(compile(sources)).toEqual(Object.fromEntries(apis.map(({ name }) => [name, []])));
});

function programOf(captures: readonly Capture[]): string {
  const lines = captures.map(({ operation, api, body }, index) => {
    const resource = /^webhook_event\((.+)\)$/.exec(operation)?.[1];
    const type = resource ? `WebhookEvent<'${resource}'>` : `${api}.${pascalCase(operation)}Output`;
    return `export const body${index}: ${type} = ${JSON.stringify(body)};`;
  });
  const api = captures[0]!.api;
  return [
    `import type * as ${api} from 'altegio-sdk/${api}';`,
    "import type { WebhookEvent } from 'altegio-sdk/webhooks';",
    ...lines,
  ].join('\n');
}
