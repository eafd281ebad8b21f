// The operations of the contracts in the form of Prism. Each is read when it is first called: all of them take seconds.
import type { ApiName } from '../../request/base-url.ts';
import type { ServedOperation } from '../apis.ts';
import type { Prism } from './prism.ts';

export type MockOperation = Awaited<ReturnType<Prism['getHttpOperationsFromSpec']>>[number];

interface Described {
  operationId?: string;
  parameters?: { name?: string; in?: string; $ref?: string }[];
}

interface Contract {
  openapi: string;
  info: object;
  paths: Record<string, Record<string, Described>>;
  components: Record<string, Record<string, unknown>>;
}

const contracts = new Map<ApiName, Promise<Contract>>();

/** `altegio-sdk/contract/<api>.json`: beside dist/ in the package, and in generated/ of the repository. */
function contractOf(api: ApiName): Promise<Contract> {
  const contract = contracts.get(api) ?? readContract(api);
  contracts.set(api, contract);
  return contract;
}

async function readContract(api: ApiName): Promise<Contract> {
  const [{ existsSync, readFileSync }, { join }] = await Promise.all([
    import('node:fs'),
    import('node:path'),
  ]);
  // As CommonJS there is no import.meta.
  const here = import.meta.dirname ?? __dirname;
  const shipped = join(here, `../contract/${api}.json`);
  const file = existsSync(shipped) ? shipped : join(here, `../../../generated/${api}.mock.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Contract;
}

/** Makes the function that finds an operation under one of its templates. */
export function operationReader({
  getHttpOperationsFromSpec,
}: Prism): (operation: ServedOperation, template: string, method: string) => Promise<MockOperation> {
  const read = new Map<string, Promise<MockOperation>>();
  return (operation, template, method) => {
    const key = `${operation.api} ${operation.id} ${method} ${template}`;
    let found = read.get(key);
    if (!found) {
      found = contractOf(operation.api)
        .then((contract) => getHttpOperationsFromSpec(documentOf(contract, operation, template, method)))
        .then(([only]) => only!);
      read.set(key, found);
    }
    return found;
  };
}

/** A document of this operation alone, with the components that it needs. */
function documentOf(
  contract: Contract,
  { id, path, method: published }: ServedOperation,
  template: string,
  method: string,
): object {
  const verb = published.toLowerCase();
  const [contractPath, item] = Object.entries(contract.paths).find(
    ([, each]) => each[verb]?.operationId === id,
  )!;
  // Of two names for one parameter the contract has that of its own template.
  const names = placeholders(contractPath);
  const own = placeholders(path).reduce(
    (renamed, name, index) => renamed.replace(`{${name}}`, `{${names[index]}}`),
    template,
  );
  const left = placeholders(own);
  const described = structuredClone(item[verb]!);
  // A parameter that may be left out is missing in the shorter template.
  described.parameters = (described.parameters ?? []).filter(
    (each) => each.in !== 'path' || left.includes(each.name ?? ''),
  );
  const { openapi, info, components } = contract;
  const needed = componentsOf(components, described);
  return structuredClone({
    ...{ openapi, info, paths: { [own]: { [method.toLowerCase()]: described } } },
    components: { securitySchemes: components.securitySchemes, ...needed },
  });
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!);
}

/** The components that a value refers to, and those that they refer to. */
function componentsOf(components: Contract['components'], value: unknown): Contract['components'] {
  const found: Contract['components'] = {};
  const follow = (each: unknown): void => {
    const references = JSON.stringify(each).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g);
    for (const [, kind, name] of references) {
      const key = decodeURIComponent(name!).replaceAll('~1', '/').replaceAll('~0', '~');
      found[kind!] ??= {};
      if (key in found[kind!]!) continue;
      found[kind!]![key] = components[kind!]![key];
      follow(found[kind!]![key]);
    }
  };
  follow(value);
  return found;
}
