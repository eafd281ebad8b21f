// Targets of overlay actions, written: RFC 9535 JSONPath that names an operation by its id, so that a path may move.
import {
  isObject,
  isReference,
  type Keys,
  type OpenApi,
  type Operation,
  type Parameter,
  type PathItem,
  type Reference,
} from '../openapi/document.ts';

type Section = 'paths' | 'webhooks';

/** An operation, wherever it stands. */
export function operationTarget({ operationId }: Pick<Operation, 'operationId'>, section: Section = 'paths') {
  return `$.${section}[*][?@.operationId==${quoted(operationId)}]`;
}

/** The path item around an operation; by its key where it holds none. */
export function pathItemTarget(section: Section, key: string, item: PathItem): string {
  const inside = Object.values(item).find(isOperation);
  return inside ? `$.${section}[?@[?@.operationId==${quoted(inside.operationId)}]]` : jsonPath(section, key);
}

/** The place behind these keys of a document: inside an operation by its id, parameters by name and place. */
export function targetOf(doc: OpenApi, keys: Keys): string {
  const [section, key, method, ...rest] = keys;
  if (section !== 'paths' && section !== 'webhooks') return jsonPath(...keys);
  const operation = doc[section]?.[String(key)]?.[String(method)];
  if (!isOperation(operation)) return jsonPath(...keys);
  const [list, index, ...inner] = rest;
  const at = operationTarget(operation, section);
  if (list !== 'parameters' || typeof index !== 'number') return at + steps(rest);
  return `${at}.parameters${selector(operation.parameters![index]!)}${steps(inner)}`;
}

/** A path of keys from the root. */
export function jsonPath(...keys: Keys): string {
  return `$${steps(keys)}`;
}

/** One step to several members of an object. */
export function members(names: readonly string[]): string {
  return names.length === 1 ? steps(names) : `[${names.map(quoted).join()}]`;
}

function steps(keys: Keys): string {
  return keys
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${quoted(key)}]`;
    })
    .join('');
}

/** A parameter in its list. By name and place, since positions shift with every removal and every pull. */
export function selector(parameter: Parameter | Reference): string {
  if (isReference(parameter)) return `[?@['$ref']==${quoted(parameter.$ref)}]`;
  return `[?@.name==${quoted(parameter.name)} && @.in==${quoted(parameter.in)}]`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function isOperation(value: unknown): value is Operation {
  return isObject(value) && typeof value.operationId === 'string';
}
