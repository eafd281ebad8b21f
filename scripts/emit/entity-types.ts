// Gives the entities of an API (openapi/entities.yaml) a type of their own name, which hovers show in place of its fields.
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { type Entity, entityPlace } from '../contract/entities.ts';
import { landing, putAt } from '../contract/evidence/fit.ts';
import { isObject, type Keys, type OpenApi, pointerTo, type Schema, valueAt } from '../openapi/document.ts';

/** An entity and the shared schema that is its type. */
export interface NamedSchema {
  name: string;
  schema: string;
  /** Where responses hold it, for the comment. */
  place: string;
}

/** Changes the document: makes the schema of each entity a shared one, and lets equal ones refer to it. */
export function shareEntities(doc: OpenApi, entities: readonly Entity[]): NamedSchema[] {
  return entities.flatMap(({ name, places: [first = '', ...others] }) => {
    const at = placeOf(doc, first);
    if (!at) return [];
    const schema = valueAt(doc, at) as Schema;
    const shared = sharedName(at) ?? share(doc, at, schema, name);
    for (const place of others) {
      const other = placeOf(doc, place);
      if (other && !sharedName(other) && isDeepStrictEqual(valueAt(doc, other), schema))
        putAt(doc, other, { $ref: pointerTo('components', 'schemas', shared) });
    }
    return [{ name, schema: shared, place: first }];
  });
}

/** The types with a declaration per entity, and its name wherever they refer to its schema. */
export function withEntityTypes(nodes: readonly ts.Node[], entities: readonly NamedSchema[]): ts.Node[] {
  const names = new Map(entities.map(({ name, schema }) => [schema, name]));
  const found = new Map<string, ts.TypeNode>();
  const renamed = nodes.map((node) => renaming(node, names));
  const rest = renamed.map((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'components') return node;
    return takeOut(node, names, found);
  });
  const declarations = entities.flatMap(({ name, schema, place }) => {
    const type = found.get(schema);
    return type ? [declarationOf(name, type, place)] : [];
  });
  return [...rest, ...declarations];
}

/** The place of an entity's schema, where it describes one object. */
function placeOf(doc: OpenApi, place: string): Keys | undefined {
  const at = entityPlace(doc, place);
  const keys = at && landing(doc, at);
  const schema = keys && (valueAt(doc, keys) as Schema);
  return isObject(schema?.properties) || schema?.oneOf || schema?.anyOf ? keys : undefined;
}

function sharedName([section, kind, name, ...more]: Keys): string | undefined {
  return section === 'components' && kind === 'schemas' && more.length === 0 ? String(name) : undefined;
}

function share(doc: OpenApi, at: Keys, schema: Schema, name: string): string {
  doc.components ??= {};
  doc.components.schemas ??= {};
  const { schemas } = doc.components;
  if (name in schemas) throw new Error(`The entity ${name} has the name of a shared schema`);
  const isNullable = [schema.type].flat().includes('null');
  schemas[name] = isNullable ? { ...schema, type: 'object' } : schema;
  const reference = { $ref: pointerTo('components', 'schemas', name) };
  putAt(doc, at, isNullable ? { anyOf: [reference, { type: 'null' }] } : reference);
  return name;
}

function renaming(node: ts.Node, names: ReadonlyMap<string, string>): ts.Node {
  const { transformed } = ts.transform(node, [
    (context) => {
      const visit = (each: ts.Node): ts.Node => {
        const name = names.get(referredSchema(each) ?? '');
        return name ? ts.factory.createTypeReferenceNode(name) : ts.visitEachChild(each, visit, context);
      };
      return visit;
    },
  ]);
  return transformed[0]!;
}

/** `x` of `components["schemas"]["x"]`. */
function referredSchema(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType, indexType } = node.objectType;
  const isSchemas =
    ts.isTypeReferenceNode(objectType) &&
    ts.isIdentifier(objectType.typeName) &&
    objectType.typeName.text === 'components' &&
    literal(indexType) === 'schemas';
  return isSchemas ? literal(node.indexType) : undefined;
}

function literal(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}

/** The interface with the names of the entities in place of their types, which `found` gets. */
function takeOut(
  node: ts.InterfaceDeclaration,
  names: ReadonlyMap<string, string>,
  found: Map<string, ts.TypeNode>,
): ts.Node {
  const schemas = node.members.find((member) => nameOf(member) === 'schemas');
  const { transformed } = ts.transform<ts.Node>(node, [
    (context) => {
      const visit = (each: ts.Node): ts.Node => {
        if (each === node || each === schemas || each === (schemas as ts.PropertySignature | undefined)?.type)
          return ts.visitEachChild(each, visit, context);
        const name = ts.isPropertySignature(each) ? nameOf(each) : undefined;
        const entity = names.get(name ?? '');
        if (!ts.isPropertySignature(each) || !each.type || !entity || name === undefined) return each;
        found.set(name, each.type);
        const { modifiers, questionToken } = each;
        const reference = ts.factory.createTypeReferenceNode(entity);
        return ts.factory.updatePropertySignature(each, modifiers, each.name, questionToken, reference);
      };
      return visit;
    },
  ]);
  return transformed[0]!;
}

function nameOf({ name }: ts.TypeElement): string | undefined {
  return name && 'text' in name ? String(name.text) : undefined;
}

function declarationOf(name: string, type: ts.TypeNode, place: string): ts.Node {
  const exported = ts.factory.createModifier(ts.SyntaxKind.ExportKeyword);
  const declaration = ts.factory.createTypeAliasDeclaration([exported], name, undefined, type);
  const [operation, path] = place.split('#');
  const text = operation ? `As \`${operation}\` returns it, in \`${path}\`.` : 'As webhooks have it.';
  return ts.addSyntheticLeadingComment(declaration, ts.SyntaxKind.MultiLineCommentTrivia, `* ${text} `, true);
}
