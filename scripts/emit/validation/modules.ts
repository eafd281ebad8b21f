// Emits generated/validation/<api>/: a module per operation that validates what it takes and returns, and one per object
// that several of them share.
import { transform } from 'esbuild';
import type { OpenApi } from '../../openapi/document.ts';
import type { Codes } from '../codes/codes.ts';
import { headerLine } from '../naming.ts';
import type { Emission } from '../outputs.ts';
import { compiled } from './compile.ts';
import { importsOf, type Module, validationPlan } from './plan.ts';

interface Source {
  /** What validationContract makes. */
  doc: OpenApi;
  codes: Codes;
  vendor: string;
  api: string;
}

/** The files of one API. */
export function validationModules({ doc, codes, vendor, api }: Source): Emission[] {
  return validationPlan(doc, codes).map((module) => ({
    path: `generated/validation/${api}/${module.name}.js`,
    emit: () => moduleText(module, vendor),
  }));
}

async function moduleText(module: Module, vendor: string): Promise<string> {
  const { code, functions } = compiled(module.schemas);
  const imports = importsOf(module).map((name) => `import ${name} from './${name}.js';\n`);
  const { code: text } = await transform(imports.join('') + code + exportOf(module, functions), {
    format: 'esm',
    target: 'es2022',
    minify: true,
    lineLimit: 120,
    // Schemas that ajv writes down, and its errors no longer quote.
    treeShaking: true,
    charset: 'utf8',
  });
  return `${headerLine(vendor)}\n${text}`;
}

function exportOf({ isMaybeBare }: Module, { object, request, ...byStatus }: Record<string, string>): string {
  if (object) return `export { ${object} as default };`;
  const responses = Object.entries(byStatus).map(([status, name]) => `${status}: ${name}`);
  const members = [
    `responses: { ${responses.join(', ')} }`,
    ...(request ? [`request: ${request}`] : []),
    ...(isMaybeBare ? ['isMaybeBare: true'] : []),
  ];
  return `export default { ${members.join(', ')} };`;
}
