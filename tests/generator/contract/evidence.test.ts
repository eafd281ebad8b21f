// The vendor's examples against the schemas: every entry of openapi/evidence is settled, and the contract accepts what was seen.

import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadContract, loadSnapshot } from '../../../scripts/contract/contract.ts';
import { deriveOverlay } from '../../../scripts/contract/derive.ts';
import { placeOf } from '../../../scripts/contract/evidence/address.ts';
import {
  type Evidence,
  evidenceActions,
  type Settled,
  schemaKeys,
} from '../../../scripts/contract/evidence/evidence.ts';
import { landing } from '../../../scripts/contract/evidence/fit.ts';
import { loadEvidence, loadLedger, loadOpenEvidence } from '../../../scripts/contract/evidence/load.ts';
import { saysNothing } from '../../../scripts/contract/evidence/seen.ts';
import { tryOverlay } from '../../../scripts/contract/overlay.ts';
import { type Overlay, type OverlayAction, readOverlay } from '../../../scripts/contract/overlay-document.ts';
import { apiByName, apis, type VendorName } from '../../../scripts/openapi/apis.ts';
import {
  type Body,
  type Json,
  type Keys,
  type OpenApi,
  pointerTo,
  resolve,
  type Schema,
  valueAt,
  walk,
} from '../../../scripts/openapi/document.ts';
import { eachOperation } from '../../../scripts/openapi/operations.ts';
import { applied } from './applied.ts';
import { withoutDemands } from './schemas.ts';

const overlayFolder = new URL('../../../openapi/overlays/', import.meta.url);

describe.each(apis)('the evidence about $vendor', ({ name, vendor }) => {
  let published: OpenApi;
  let patterned: OpenApi;
  let contract: OpenApi;
  let entries: Evidence[];
  let ledger: Settled[];
  let derived: OverlayAction[];
  let byHand: OverlayAction[];
  beforeAll(async () => {
    published = await loadSnapshot(name);
    patterned = applied(published, deriveOverlay(apiByName(name), published).actions);
    contract = await loadContract(name);
    entries = await loadEvidence(vendor);
    ledger = (await loadLedger()).filter((line) => line.api === vendor);
    derived = evidenceActions(patterned, await loadOpenEvidence(vendor));
    byHand = (await handWritten(vendor, '45-evidence.yaml'))?.actions ?? [];
  });

  const lineOf = (entry: Evidence) => ledger.find(({ at, kind }) => at === entry.at && kind === entry.kind);

  test('is settled, entry by entry', () => {
    const unsettled = entries.filter((entry) => {
      const line = lineOf(entry);
      return line ? !line.reason : !derived.some((action) => names(action, entry.at));
    });
    expect(unsettled.map(({ at }) => at)).toEqual([]);
  });

  test('has a ledger without stale lines', async () => {
    const files = await filesOf(vendor);
    const stale = ledger.filter(({ at, kind, settled }) => {
      const entry = entries.find((each) => each.at === at && each.kind === kind);
      // A line may also explain a schema that nobody can give.
      if (!entry) return settled !== 'not' || at === '' || schemaAt(contract, at) !== undefined;
      const alone = evidenceActions(patterned, [entry]);
      if (settled === 'already') return alone.length > 0;
      if (settled === 'by generated/v1.overlay.yaml') return alone.length === 0;
      if (settled.endsWith('/45-evidence.yaml')) return !byHand.some((action) => names(action, at));
      if (settled.startsWith('by openapi/'))
        return !files.some((file) => settled.endsWith(`/${vendor}/${file}`));
      return settled !== 'by scripts/contract/responses/errors.ts' && settled !== 'not';
    });
    expect(stale.map(({ at }) => at)).toEqual([]);
    const keys = ledger.map(({ at, kind }) => `${kind} ${at}`);
    expect(keys).toHaveLength(new Set(keys).size);
  });

  test('is named by hand-written actions that have a line in the ledger', () => {
    const pointers = byHand.flatMap((action) => [action['x-evidence'] ?? []].flat());
    const lines = ledger.map(({ at }) => at);
    expect(pointers.filter((pointer) => !lines.includes(pointer))).toEqual([]);
  });

  test('changes the description with every computed action', () => {
    const overlay = { overlay: '1.0.0', info: { title: 'Test', version: '1' }, actions: derived } as const;
    const places = derived.map((_, index) => `action ${index + 1}`);
    expect(tryOverlay(patterned, { file: 'derived', overlay, places }).problems).toEqual([]);
  });

  test('leaves nothing for the script to correct in the contract', () => {
    const open = entries.filter((entry) => {
      const line = lineOf(entry);
      // Failures get a shape of their own, which names no fields.
      if (/\/responses\/[45]/.test(entry.at) || /^(not|by openapi|by scripts)/.test(line?.settled ?? ''))
        return false;
      return evidenceActions(contract, [entry]).length > 0;
    });
    expect(open.map(({ at }) => at)).toEqual([]);
  });

  test('gives samples that the contract accepts', () => {
    // Samples are excerpts: they show the types of what they have.
    const accepts = checker(withoutDemands(contract));
    const refused = entries.flatMap((entry) => {
      const at = landing(contract, schemaKeys(placeOf(contract, entry.at)!));
      const settled = lineOf(entry)?.settled ?? '';
      if (saysNothing(entry.seen) || settled === 'not') return [];
      // A correction by hand can give the place another form; the entry about the whole of it has a sample then.
      if (/^by (openapi|scripts)/.test(settled) && valueAt(contract, at) === undefined) return [];
      return samplesOf(entry.seen).flatMap((sample) =>
        accepts(at, sample).map((problem) => `${entry.at}: ${problem}`),
      );
    });
    expect(refused).toEqual([]);
  });

  test('gives samples of another type that the published schema refuses', () => {
    const accepts = checker(patterned);
    const accepted = entries.filter((entry) => {
      if (entry.kind !== 'type' || saysNothing(entry.seen)) return false;
      if (lineOf(entry)?.settled === 'already') return false;
      const at = schemaKeys(placeOf(patterned, entry.at)!);
      return samplesOf(entry.seen).every((sample) => accepts(at, sample).length === 0);
    });
    expect(accepted.map(({ at }) => at)).toEqual([]);
  });

  test('leaves no JSON response without a schema', () => {
    const bare: string[] = [];
    for (const { operation } of eachOperation(contract)) {
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        if (!/^2/.test(status) || status === '204') continue;
        const { content = {} } = resolve<Body>(contract, response);
        for (const [type, { schema }] of Object.entries(content)) {
          if (!type.includes('json') || (schema && Object.keys(schema).length > 0)) continue;
          bare.push(operation.operationId + pointerTo('responses', status, 'content', type));
        }
      }
    }
    const explained = ledger.filter(({ settled }) => settled === 'not').map(({ at }) => at);
    expect(bare.filter((at) => !explained.includes(at))).toEqual([]);
  });
});

test('the client search takes each of its filters in the shape that was seen', async () => {
  const filters = [
    'components',
    'schemas',
    'company_companyid_clients_search_request_data_types',
    'properties',
    'filters',
  ];
  const entries = await loadEvidence('b2b-v1');
  const states = entries.find(
    ({ at, kind }) => kind === 'shape' && at.endsWith('/filters/items/properties/state'),
  );
  const contract = await loadContract('v1');
  const accepts = checker(contract);
  for (const [type, seen] of Object.entries(states?.seen.properties ?? {})) {
    const [state] = samplesOf(seen);
    expect(accepts([...filters, 'items'], { type, state }), type).toEqual([]);
  }
});

test('what was seen is JSON Schema', async () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, logger: false });
  for (const { vendor } of apis) {
    for (const { at, seen } of await loadEvidence(vendor)) expect(() => ajv.compile(seen), at).not.toThrow();
  }
});

test('no fields of a location are taken for those of all', async () => {
  for (const { vendor } of apis) {
    for (const { at, seen } of await loadEvidence(vendor)) {
      walk(seen, ({ properties }) => {
        const own = (properties as Schema['properties'])?.custom_fields;
        expect(own?.properties, at).toBeUndefined();
      });
    }
  }
});

test('the ledger names APIs that exist', async () => {
  const vendors = new Set((await loadLedger()).map(({ api }) => api));
  for (const vendor of vendors) expect(() => apiByName(vendor)).not.toThrow();
});

function names(action: OverlayAction, pointer: string): boolean {
  return [action['x-evidence'] ?? []].flat().includes(pointer);
}

async function filesOf(vendor: VendorName): Promise<string[]> {
  const found = await readdir(new URL(`${vendor}/`, overlayFolder));
  return found.filter((file) => file.endsWith('.yaml')).sort();
}

async function handWritten(vendor: VendorName, file: string): Promise<Overlay | undefined> {
  if (!(await filesOf(vendor)).includes(file)) return undefined;
  return readOverlay(await readFile(new URL(`${vendor}/${file}`, overlayFolder), 'utf8'), file).overlay;
}

function schemaAt(doc: OpenApi, address: string): unknown {
  const keys = placeOf(doc, address);
  return keys && valueAt(doc, schemaKeys(keys));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Problems of a value with the schema at these keys. Formats are not looked at: no example says which one it keeps. */
function checker(doc: OpenApi): (at: Keys, value: unknown) => string[] {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    validateFormats: false,
    logger: false,
    allErrors: true,
  });
  // The document is not a schema, the places in it are.
  ajv.addSchema({ $id: 'doc', ...withoutValues(doc) });
  return (at, value) => {
    const path = ['', ...at].map((key) => encodeURIComponent(escaped(String(key)))).join('/');
    const validate = ajv.compile({ $ref: `doc#${path}` });
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** What was seen are types, not values. */
function withoutValues(doc: OpenApi): Json {
  const isLimit = (key: string, value: unknown) =>
    (key === 'enum' && Array.isArray(value)) ||
    (key === 'pattern' && typeof value === 'string') ||
    (['minimum', 'maximum'].includes(key) && typeof value === 'number');
  const keep = (key: string, value: unknown) => (isLimit(key, value) ? undefined : value);
  return JSON.parse(JSON.stringify(doc, keep)) as Json;
}

const values: Json = { string: 'text', number: 1.5, integer: 7, boolean: true, null: null };

/** One value per alternative. */
function samplesOf({ anyOf, type, items, maxItems, ...seen }: Schema): unknown[] {
  if (anyOf) return anyOf.flatMap(samplesOf);
  if (type === 'object') return objectSamples(seen);
  if (maxItems === 0) return [[]];
  if (type === 'array') return items ? samplesOf(items).map((item) => [item]) : [[]];
  return [type!].flat().map((each) => values[each]);
}

function objectSamples({ properties = {}, additionalProperties: others }: Schema): unknown[] {
  const columns = Object.entries(properties).map(([name, field]) => [name, samplesOf(field)] as const);
  const count = Math.max(1, ...columns.map(([, samples]) => samples.length));
  return Array.from({ length: count }, (_, index) =>
    Object.fromEntries([
      ...columns.map(([name, samples]) => [name, samples[index % samples.length]]),
      ...(others ? [['any_key', samplesOf(others as Schema)[0]]] : []),
    ]),
  );
}
