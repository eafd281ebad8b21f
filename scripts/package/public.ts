// Leaves out of a module's declarations what it declares for other modules only, so that the package shows its public
// side, and a consumer's compiler does not read what stands behind it.
import ts from 'typescript';

/** Drops exported functions and constants that are not public, and the imports that nothing needs any more. */
export function publicPart(text: string, isPublic: (name: string) => boolean): string {
  const source = parse(text);
  const kept = source.statements.filter((statement) => {
    const name = exportedValue(statement);
    return name === undefined || isPublic(name) || new RegExp(`(typeof |\\[)${name}\\b`).test(text);
  });
  const body = kept
    .filter((statement) => !ts.isImportDeclaration(statement))
    .map(textOf)
    .join('');
  const uses = (name: ts.Identifier) => new RegExp(`(?<![\\w$])${name.text}(?![\\w$])`).test(body);
  const imports = kept.filter(ts.isImportDeclaration).filter(({ importClause }) => {
    const { name, namedBindings } = importClause ?? {};
    if (!namedBindings) return !name || uses(name);
    return ts.isNamespaceImport(namedBindings)
      ? uses(namedBindings.name)
      : namedBindings.elements.some((each) => uses(each.name));
  });
  return `${imports.map(textOf).join('')}${body}\n`;

  function textOf(statement: ts.Statement): string {
    return statement.getFullText(source);
  }
}

function exportedValue(statement: ts.Statement): string | undefined {
  const isFunction = ts.isFunctionDeclaration(statement);
  if (!isFunction && !ts.isVariableStatement(statement)) return undefined;
  if (!statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return undefined;
  return (isFunction ? statement.name! : statement.declarationList.declarations[0]!.name).getText();
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('module.d.ts', text, ts.ScriptTarget.Latest, true);
}
