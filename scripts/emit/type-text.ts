// Reads types out of the text of generated/<api>.ts, to be repeated where a reader wants to see them.
import ts from 'typescript';

/** A reference to a schema or parameter of at most so many lines is replaced by what it refers to. */
const MOST_LINES = 16;

const reference = /\bcomponents\["(\w+)"\]\["([^"]+)"\]/g;

export function parseTypes(text: string): ts.SourceFile {
  return ts.createSourceFile('types.ts', text, ts.ScriptTarget.Latest, true);
}

/** The names of the types that have a declaration of their own: the entities. */
export function typeNames(types: ts.SourceFile): string[] {
  return types.statements.flatMap((each) =>
    ts.isTypeAliasDeclaration(each) && /^[A-Z]/.test(each.name.text) ? [each.name.text] : [],
  );
}

/** The type of a member of an interface, and of the members below it. */
export function memberOf(types: ts.SourceFile, name: string, ...keys: string[]): ts.TypeNode {
  const found = types.statements.find(
    (each): each is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(each) && each.name.text === name,
  );
  let members = found?.members;
  let type: ts.TypeNode | undefined;
  for (const key of keys) {
    type = members?.find((each): each is ts.PropertySignature => nameOf(each) === key)?.type;
    members = type && ts.isTypeLiteralNode(type) ? type.members : undefined;
  }
  if (!type) throw new Error(`The types have no ${[name, ...keys].join('.')}`);
  return type;
}

function nameOf({ name }: ts.TypeElement): string | undefined {
  return name && 'text' in name ? String(name.text) : undefined;
}

/** The text of a type as if it stood at the start of a line, small references replaced by what they refer to. */
export function textOf(type: ts.TypeNode, within: readonly string[] = []): string {
  const types = type.getSourceFile();
  const lineStart = types.text.lastIndexOf('\n', type.getStart()) + 1;
  const indent = /^ */.exec(types.text.slice(lineStart, type.getStart()))![0];
  return type
    .getText()
    .replaceAll(`\n${indent}`, '\n')
    .replace(/^( {4})+/gm, (spaces) => ' '.repeat(spaces.length / 2))
    .split('\n')
    .map((each) => expanded(each, types, within))
    .join('\n');
}

function expanded(line: string, types: ts.SourceFile, within: readonly string[]): string {
  const indent = /^ */.exec(line)![0];
  return line.replace(reference, (whole, section: string, name: string) => {
    if (within.includes(whole)) return whole;
    const type = memberOf(types, 'components', section, name);
    const text = textOf(type, [...within, whole]);
    if (text.split('\n').length > MOST_LINES) return whole;
    const needsBrackets = ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type);
    return (needsBrackets ? `(${text})` : text).replaceAll('\n', `\n${indent}`);
  });
}

/** A literal type in which the given fields may be left out. */
export function withOptional(text: string, names: readonly string[]): string {
  return text.replace(/^( {2})(\w+): /gm, (field, indent, name) =>
    names.includes(name) ? `${indent}${name}?: ` : field,
  );
}
