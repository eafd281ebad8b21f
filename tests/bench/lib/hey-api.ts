// Programs over the client that hey-api generates.
import { readFileSync } from 'node:fs';
import { argument, type SampleCall } from './programs.ts';

/** The generated function of each `METHOD path`. */
export function heyApiNames(file: string): Map<string, string> {
  const names = new Map<string, string>();
  const pattern = /^export const (\w+) = [\s\S]*?\.(get|put|post|delete|patch)<[\s\S]*?url: '([^']+)'/gm;
  for (const [, name, method, path] of readFileSync(file, 'utf8').matchAll(pattern)) {
    names.set(`${method!.toUpperCase()} ${path}`, name!);
  }
  return names;
}

export function byHeyApi(calls: readonly SampleCall[], names: Map<string, string>, from: string): string {
  const named = calls.map((call) => {
    const name = names.get(`${call.method} ${call.path}`);
    if (!name) throw new Error(`hey-api generated nothing for ${call.method} ${call.path}`);
    return { name, call };
  });
  const imports = [...new Set(named.map(({ name }) => name))];
  // Without a call the file still names the generated client, as the other programs name theirs.
  const head = `import { ${imports.length > 0 ? imports.join(', ') : 'type Options'} } from '${from}';\n`;
  const unused = imports.length > 0 ? '' : 'export type Unused = Options;\n';
  const lines = named.map(
    ({ name, call }, index) => `export const r${index} = (await ${name}(${argument(call)})).data;`,
  );
  return head + unused + lines.join('\n');
}
