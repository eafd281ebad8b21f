// Writes a library that exports anew, with inferred types, everything that an entry of the package exports: a compiler
// that emits declarations then has to name each type that a public signature mentions (TS2742, TS4023 where it cannot).
import { resolve } from 'node:path';
import ts from 'typescript';

/** The source of such a library for each of the entries, which are declarations in `folder`. */
export function libraries(folder: string, entries: readonly string[]): Map<string, string> {
  const files = entries.map((entry) => resolve(folder, `${entry}.d.cts`));
  const options = { module: ts.ModuleKind.NodeNext, strict: true, types: [] };
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  return new Map(
    entries.map((entry, index) => {
      const source = program.getSourceFile(files[index]!)!;
      const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!);
      const subpath = entry === 'index' ? 'altegio-sdk' : `altegio-sdk/${entry}`;
      const lines = symbols.map((symbol) => exportsOf(checker, symbol));
      return [entry, [`import * as sdk from '${subpath}';`, ...lines.flat(), ''].join('\n')];
    }),
  );
}

function exportsOf(checker: ts.TypeChecker, exported: ts.Symbol): string[] {
  const { name } = exported;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const lines: string[] = [];
  if (symbol.flags & ts.SymbolFlags.Value && !isTypeOnly(exported))
    lines.push(`export const value_${name} = sdk.${name};`);
  if (!(symbol.flags & ts.SymbolFlags.Type) || isOfDescription(symbol)) return lines;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const parameters = type.aliasTypeArguments ?? (type as ts.InterfaceType).typeParameters ?? [];
  const given = parameters.length > 0 ? `<${parameters.map(() => 'any').join(', ')}>` : '';
  const members = (type.flags & ts.TypeFlags.Object ? checker.getPropertiesOfType(type) : [])
    .filter((member) => !member.name.startsWith('__@') && isPublic(member))
    .map((member) => JSON.stringify(member.name));
  const parts = members.map((member) => `${member}: of[${member}]`);
  lines.push(`export const parts_${name} = (of: sdk.${name}${given}) => ({ ${parts.join(', ')} });`);
  lines.push(`export const type_${name} = (of: () => sdk.${name}${given}) => of();`);
  return lines;
}

/** `export type { … }` of an enum or a class is no value. */
function isTypeOnly(exported: ts.Symbol): boolean {
  return exported.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false;
}

/** Bodies and schemas of the API are plain data, inlined by every compiler, and fill megabytes. */
function isOfDescription(symbol: ts.Symbol): boolean {
  const { fileName } = symbol.declarations![0]!.getSourceFile();
  const isAlias = Boolean(symbol.flags & ts.SymbolFlags.TypeAlias);
  return fileName.includes('/generated/') && (isAlias || !fileName.endsWith('.client.d.cts'));
}

function isPublic(member: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return !member.declarations?.some((each) => ts.getCombinedModifierFlags(each) & hidden);
}
