// Runs a TypeScript compiler over one program and reads what it says about its own work.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.ts';
import { root } from './folders.ts';

export interface Diagnostics {
  instantiations: number;
  checkSeconds: number;
  memoryMb: number;
}

/** Writes a program and its tsconfig.json; `types` is the folder with the package's d.ts files. */
export function writeProgram(folder: string, source: string, types: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.ts'), `${source}\nexport {};\n`);
  const compilerOptions = {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    paths: {
      'altegio-sdk': [join(types, 'index.d.ts')],
      'altegio-sdk/*': [join(types, '*.d.ts')],
      'openapi-fetch': [join(root, 'node_modules/openapi-fetch/dist/index.d.mts')],
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
  return folder;
}

/** Checks a program; an error in it is an error here, since it would not be the work that was meant. */
export async function check(compiler: string, folder: string): Promise<Diagnostics> {
  const output = await run(process.execPath, [
    compiler,
    '-p',
    folder,
    '--extendedDiagnostics',
    '--pretty',
    'false',
  ]);
  const number = (name: string): number => {
    const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output);
    if (!found) throw new Error(`The compiler did not tell "${name}":\n${output}`);
    return Number(found[1]);
  };
  return {
    instantiations: number('Instantiations'),
    checkSeconds: number('Check time'),
    memoryMb: number('Memory used') / 1024,
  };
}
