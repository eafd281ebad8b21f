// `npm run generate [-- --check] [api…]`: writes generated/, docs/operations/ and docs/corrections.md from the contracts
// and openapi/codes.yaml, or, with --check, says what is not up to date. The same contracts give the same bytes.
import { parseArgs } from 'node:util';
import { refuse } from './command.ts';
import { ContractError, type Correction, loadCorrection } from './contract/contract.ts';
import { laterOverlays, stringifyOverlay } from './contract/derive.ts';
import { loadEntities } from './contract/entities.ts';
import { emitApis } from './emit/apis.ts';
import { emitCatalog } from './emit/catalog/catalog.ts';
import { emitClient } from './emit/client.ts';
import { codeNames } from './emit/codes/code-names.ts';
import { type Codes, emitCodes, loadCodes } from './emit/codes/codes.ts';
import { emitCorrections } from './emit/docs/corrections.ts';
import { emitEntities } from './emit/docs/entities.ts';
import { emitOperationDocs } from './emit/docs/operation-pages.ts';
import { emitMock, mockView } from './emit/mock/contract.ts';
import { emitFake } from './emit/mock/fake.ts';
import { emitOperations } from './emit/operation-table.ts';
import { differences, type Emission, type Output, removeStrays, run, write } from './emit/outputs.ts';
import { emitQueryNames, loadCommonQuery } from './emit/query-names.ts';
import { emitRecipes } from './emit/recipes.ts';
import { emitTypes } from './emit/types.ts';
import { validationContract } from './emit/validation/contract.ts';
import { validationIndex } from './emit/validation/index.ts';
import { validationModules } from './emit/validation/modules.ts';
import { emitWebhookSamples, emitWebhooks } from './emit/webhooks.ts';
import { type ApiInfo, apiByName, apis } from './openapi/apis.ts';
import type { OpenApi } from './openapi/document.ts';
import { root } from './openapi/project.ts';

type Report = (line: string) => void;

/** An API with its contract, and what made it. */
export type Corrected = ApiInfo & Correction;

/** The generated files of the given APIs, and those about all of them. `known` has the contracts of all, if there are any yet. */
export async function generate(
  selected: readonly ApiInfo[],
  report: Report,
  known?: readonly Corrected[],
): Promise<Output[]> {
  const start = performance.now();
  const corrected = known ?? (await correctAll());
  report(`contracts ${((performance.now() - start) / 1000).toFixed(2)} s`);
  const codes = await loadCodes();
  const wanted = corrected.filter(({ name }) => selected.some((api) => api.name === name));
  const contracts = Object.fromEntries(corrected.map(({ name, contract }) => [name, contract]));
  const emissions: Emission[] = [
    { path: 'generated/apis.ts', emit: () => emitApis(apis) },
    { path: 'generated/codes.ts', emit: () => emitCodes(codes) },
    { path: 'generated/queries.ts', emit: () => emitQueryNames(loadCommonQuery()) },
    ...wanted.flatMap((api) => emissionsOf(api, codes)),
    ...validationIndex(() =>
      corrected.map(({ name, contract }) => ({ api: name, doc: validationContract(contract, name, codes) })),
    ),
    { path: 'generated/webhooks.ts', emit: () => emitWebhooks(contracts) },
    { path: 'generated/recipes.ts', emit: () => emitRecipes(contracts) },
    { path: 'generated/webhooks.samples.ts', emit: () => emitWebhookSamples(contracts) },
    {
      path: 'docs/corrections.md',
      emit: () =>
        emitCorrections(corrected) + emitEntities(corrected.find(({ name }) => name === 'v1')!.contract),
    },
  ];
  return run(emissions, report);
}

/** The files about one API. No emitter changes the contract that it is given, so all of them share it. */
export function emissionsOf(
  { name, vendor, contract: doc, derived, ...later }: Corrected,
  codes: Codes,
): Emission[] {
  let text: Promise<string> | undefined;
  const types = () => (text ??= emitTypes(doc, vendor, { api: name, codes, entities: loadEntities(name) }));
  let view: OpenApi | undefined;
  const mock = () => (view ??= mockView(doc, { api: name, codes }));
  return [
    { path: `generated/${name}.ts`, emit: () => types() },
    {
      path: `generated/${name}.client.ts`,
      emit: async () => emitClient(doc, await types(), vendor, name, codes),
    },
    { path: `generated/${name}.operations.ts`, emit: () => emitOperations(doc, vendor) },
    { path: `generated/${name}.mock.json`, emit: () => emitMock(mock(), vendor) },
    { path: `generated/${name}.fake.ts`, emit: () => emitFake(doc, mock(), vendor) },
    ...validationModules({ doc: validationContract(doc, name, codes), codes, vendor, api: name }),
    { path: `generated/${name}.catalog.ts`, emit: () => emitCatalog(doc, vendor) },
    { path: `generated/${name}.overlay.yaml`, emit: () => stringifyOverlay(derived) },
    ...laterOverlays.map(({ name: part }) => ({
      path: `generated/${name}.${part}.overlay.yaml`,
      emit: () => stringifyOverlay(later[part]),
    })),
    {
      path: `docs/operations/${name}.md`,
      emit: () => emitOperationDocs({ doc, vendor, api: name, codes: codeNames(codes, doc, name) }),
    },
  ];
}

/** Fails for all APIs at once, so that a maintainer sees everything that a new edition breaks. */
async function correctAll(): Promise<Corrected[]> {
  const results = await Promise.allSettled(
    apis.map(async (api) => ({ ...api, ...(await loadCorrection(api.name)) })),
  );
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const refused = reasons.filter((reason) => reason instanceof ContractError);
  if (reasons.length > refused.length) throw reasons.find((reason) => !refused.includes(reason));
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n\n'));
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false } },
  });
  const selected = positionals.length === 0 ? apis : positionals.map(apiByName);
  if (!values.check) {
    const outputs = await generate(selected, console.log);
    await write(root, outputs);
    if (selected === apis) await removeStrays(root, outputs);
    return;
  }
  const found = await differences(root, await generate(apis, () => {}));
  if (found.length > 0) {
    throw new Error([...found, 'Run `npm run generate` and commit what it writes.'].join('\n'));
  }
  console.log('generated/, docs/operations/ and docs/corrections.md are up to date.');
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2)).catch(refuse);
