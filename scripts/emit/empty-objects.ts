// How the types say that PHP writes an object without fields as `[]`: by `OrEmpty` and `AnyFields` of src/types.ts.
import ts from 'typescript';

/** Replaces `Thing | never[]` below a node by `OrEmpty<Thing>`, and maps of anything by `AnyFields`. */
export function withEmptyObjects<T extends ts.Node>(node: T): T {
  const result = ts.transform(node, [
    (context) => {
      const visit = (each: ts.Node): ts.Node => {
        const inner = ts.visitEachChild(each, visit, context);
        if (ts.isUnionTypeNode(inner)) return settled(inner);
        return isEmptyList(inner) ? ts.factory.createTupleTypeNode([]) : inner;
      };
      return (root) => visit(root) as T;
    },
  ]);
  return result.transformed[0]!;
}

function settled(union: ts.UnionTypeNode): ts.TypeNode {
  const types = union.types.filter((type) => !isEmptyTuple(type) && !isListOfAnything(type));
  const objects = types.filter(isObjectType);
  if (types.length === union.types.length || objects.length === 0) return union;
  // A list has no keys, so no type that a list fits can say what stands below the keys of an object.
  if (objects.every(hasKeysOnly) && !objects.every(isMap))
    return ts.factory.createUnionTypeNode([
      ...types.filter(isObjectType),
      ts.factory.createTupleTypeNode([]),
      ...types.filter((type) => !isObjectType(type)),
    ]);
  const whole = objects.length === 1 ? objects[0]! : ts.factory.createUnionTypeNode(objects);
  const empty = objects.every(isMap)
    ? ts.factory.createTypeReferenceNode('AnyFields')
    : ts.factory.createTypeReferenceNode('OrEmpty', [whole]);
  const rest = types.filter((type) => !isObjectType(type));
  return rest.length === 0 ? empty : ts.factory.createUnionTypeNode([empty, ...rest]);
}

/** `never[]`, as types.ts writes a list that must be empty. */
function isEmptyList(node: ts.Node): boolean {
  return ts.isArrayTypeNode(node) && node.elementType.kind === ts.SyntaxKind.NeverKeyword;
}

function isEmptyTuple(node: ts.TypeNode): boolean {
  return ts.isTupleTypeNode(node) && node.elements.length === 0;
}

/** A list whose entries nobody has seen, beside an object: `[]` in place of the object. */
function isListOfAnything(node: ts.TypeNode): boolean {
  return (
    ts.isArrayTypeNode(node) &&
    (isMap(node.elementType) || node.elementType.kind === ts.SyntaxKind.UnknownKeyword)
  );
}

function isObjectType(node: ts.TypeNode): boolean {
  return ts.isTypeLiteralNode(node) || isMap(node) || ts.isIndexedAccessTypeNode(node);
}

/** `Record<string, unknown>`, or that as openapi-typescript writes it. */
function isMap(node: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(node)) return ts.isIdentifier(node.typeName) && node.typeName.text === 'Record';
  const value = valueOfKeys(node);
  return value !== undefined && value.kind === ts.SyntaxKind.UnknownKeyword;
}

function hasKeysOnly(node: ts.TypeNode): boolean {
  return isMap(node) || valueOfKeys(node) !== undefined;
}

/** What stands below the keys of an object none of whose fields is known. */
function valueOfKeys(node: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isTypeLiteralNode(node) || node.members.length !== 1) return undefined;
  const [member] = node.members;
  return member && ts.isIndexSignatureDeclaration(member) ? member.type : undefined;
}
