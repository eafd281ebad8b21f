// Finds the operations that code calls. Types tell: whatever a client, a method or a wrapper is called, its type leads
// back to the declaration of the operation in this package.
import { relative } from 'node:path';
import type * as TypeScript from 'typescript';
import type { ApiName } from '../../index.ts';
import { findOperation } from '../../operations/match.ts';
import { apiNames, tableOf } from '../operation/list.ts';
import type { Compiler } from './compiler.ts';

/** One place that uses an operation. */
export interface Use {
  api: ApiName;
  operation: string;
  /** By its operationId, or by method and path. */
  by: 'id' | 'path';
  /** From the working folder. */
  file: string;
  line: number;
}

/** Where an operation was found, before its place. */
type Found = Pick<Use, 'api' | 'operation' | 'by'>;

/** Every use in these files, in their order. */
export function usesIn(ts: Compiler, program: TypeScript.Program, files: readonly string[]): Use[] {
  const find = finder(ts, program.getTypeChecker());
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const uses = new Map<string, Use>();
    const visit = (node: TypeScript.Node): void => {
      for (const found of find(node)) {
        const line = source!.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        const use = { ...found, file: relative(process.cwd(), file), line };
        uses.set(`${use.api}.${use.operation} ${use.by} ${line}`, use);
      }
      ts.forEachChild(node, visit);
    };
    if (source) visit(source);
    return [...uses.values()];
  });
}

function finder(ts: Compiler, checker: TypeScript.TypeChecker): (node: TypeScript.Node) => Found[] {
  const methodAt = (declaration: TypeScript.Declaration | undefined): Found[] => {
    for (let node: TypeScript.Node | undefined = declaration; node; node = node.parent) {
      if (!ts.isMethodSignature(node) && !ts.isPropertySignature(node)) continue;
      if (!ts.isInterfaceDeclaration(node.parent)) continue;
      const api = apiOfFile(node.getSourceFile().fileName, '.client');
      const operation = node.name.getText().replace(/^['"]|['"]$/g, '');
      return api && tableOf(api).byId.has(operation) ? [{ api, operation, by: 'id' }] : [];
    }
    return [];
  };
  const symbolOf = (name: TypeScript.Node) => methodAt(checker.getSymbolAtLocation(name)?.declarations?.[0]);

  const destructured = (node: TypeScript.BindingElement): Found[] => {
    const name = node.propertyName ?? node.name;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return [];
    const property = checker.getTypeAtLocation(node.parent).getProperty(name.text);
    return methodAt(property?.declarations?.[0]);
  };

  const called = (node: TypeScript.CallExpression): Found[] => {
    const byId = methodAt(checker.getResolvedSignature(node)?.declaration);
    return byId.length > 0 ? byId : byPath(node);
  };

  /** `http.GET('/path')` and `request('GET', '/path')`, in whatever they are kept. */
  const byPath = (node: TypeScript.CallExpression): Found[] => {
    const [first, second] = node.arguments.map((each) => literal(each));
    if (first === undefined) return [];
    const callee = checker.getTypeAtLocation(node.expression);
    const verb = argumentsOf(callee).flatMap((each) =>
      each.isStringLiteral() ? each.value.toUpperCase() : [],
    )[0];
    const isRequest = checker.getSymbolAtLocation(nameOf(node.expression))?.getName() === 'request';
    if (verb === undefined && (!isRequest || second === undefined)) return [];
    const [method, path] = verb === undefined ? [first.toUpperCase(), second!] : [verb, first];
    return apisOf([callee, checker.getTypeAtLocation(ownerOf(node.expression))]).flatMap((api): Found[] => {
      const { id } = findOperation(tableOf(api), method, path);
      return id === undefined ? [] : [{ api, operation: id, by: 'path' }];
    });
  };

  const argumentsOf = (type: TypeScript.Type): readonly TypeScript.Type[] => [
    ...(type.aliasTypeArguments ?? []),
    ...checker.getTypeArguments(type as TypeScript.TypeReference),
  ];

  /** The APIs that clients or their methods are of: `http` and its methods are typed by the paths of one. */
  const apisOf = (types: readonly TypeScript.Type[]): ApiName[] => {
    const clients = types.flatMap((type) => {
      const http = type.getProperty('http');
      return http ? [type, checker.getTypeOfSymbol(http)] : [type];
    });
    const files = clients
      .flatMap((type) => argumentsOf(type))
      .flatMap((each) => [each.getSymbol(), each.aliasSymbol])
      .flatMap((symbol) => symbol?.declarations?.map((each) => each.getSourceFile().fileName) ?? []);
    return apiNames.filter((api) => files.some((file) => apiOfFile(file, '') === api));
  };

  const literal = (node: TypeScript.Expression): string | undefined => {
    if (ts.isStringLiteralLike(node)) return node.text;
    const type = checker.getTypeAtLocation(node);
    return type.isStringLiteral() ? type.value : undefined;
  };
  const nameOf = (node: TypeScript.Expression) => (ts.isPropertyAccessExpression(node) ? node.name : node);
  const ownerOf = (node: TypeScript.Expression) =>
    ts.isPropertyAccessExpression(node) ? node.expression : node;

  return (node) => {
    if (ts.isCallExpression(node)) return called(node);
    if (ts.isPropertyAccessExpression(node)) return symbolOf(node.name);
    if (ts.isElementAccessExpression(node)) return symbolOf(node.argumentExpression);
    return ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent) ? destructured(node) : [];
  };
}

/** The API that a generated declaration is of: `…/generated/v1.client.d.cts` has its methods, `…/generated/v1.d.cts` its paths. */
function apiOfFile(file: string, part: '' | '.client'): ApiName | undefined {
  const [, name] = /\/generated\/(\w+(?:\.client)?)(?:\.d)?\.[cm]?ts$/.exec(file) ?? [];
  return apiNames.find((api) => api + part === name);
}
