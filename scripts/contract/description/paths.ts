// Paths that cannot be called as they stand: with the server's own path in front, twice the same template, or a foreign URL.

import {
  type OpenApi,
  type Operation,
  type Parameter,
  type PathItem,
  type Reference,
  resolve,
} from '../../openapi/document.ts';
import { operationsIn, placeholders } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { pathItemTarget } from '../target.ts';

interface Move {
  from: string;
  into: 'paths' | 'webhooks';
  key: string;
  /** What is added there; merged into what is there already. */
  item: PathItem;
  reason: string;
}

/** Removes each such path, then adds it in its proper place: the other way round its operations would stand there twice. */
export function* moveActions(doc: OpenApi): Generator<OverlayAction> {
  for (const { from, into, key, item, reason } of moves(doc)) {
    yield { target: pathItemTarget('paths', from, doc.paths[from]!), description: reason, remove: true };
    yield { target: '$', description: reason, update: { [into]: { [key]: item } } };
  }
}

/** The document as it is after these actions; what did not move is shared with the original. */
export function withPathsMoved(doc: OpenApi): OpenApi {
  const moved = { paths: { ...doc.paths }, webhooks: { ...doc.webhooks } };
  for (const { from, into, key, item } of moves(doc)) {
    moved[into][key] = { ...moved[into][key], ...item };
    delete moved.paths[from];
  }
  return { ...doc, ...moved };
}

function moves(doc: OpenApi): Move[] {
  return [...prefixMoves(doc), ...webhookMoves(doc), ...templateMerges(doc)];
}

function* prefixMoves(doc: OpenApi): Generator<Move> {
  const url = doc.servers?.[0]?.url;
  const prefix = url ? new URL(url).pathname.replace(/\/$/, '') : '';
  if (prefix === '') return;
  const reason = `The server URL ends in ${prefix} already, so this path would be called with it twice.`;
  for (const [from, item] of Object.entries(doc.paths)) {
    if (!from.startsWith(`${prefix}/`)) continue;
    const key = from.slice(prefix.length);
    if (key in doc.paths) throw new Error(`${from} cannot be moved: ${key} exists already.`);
    yield { from, into: 'paths', key, item, reason };
  }
}

function* webhookMoves(doc: OpenApi): Generator<Move> {
  const reason = 'The path is a URL of the integrator: it is Altegio that sends this request.';
  for (const [from, item] of Object.entries(doc.paths)) {
    if (!/^\/https?:\/\//.test(from)) continue;
    for (const [method, operation] of operationsIn(item)) {
      yield { from, into: 'webhooks', key: operation.operationId, item: { [method]: operation }, reason };
    }
  }
}

/** Templates that differ in parameter names only are one path to a router; the one with most operations stays. */
function* templateMerges(doc: OpenApi): Generator<Move> {
  const families = new Map<string, string[]>();
  for (const path of Object.keys(doc.paths)) {
    const template = path.replaceAll(/\{[^}]*\}/g, '{}');
    families.set(template, [...(families.get(template) ?? []), path]);
  }
  for (const family of families.values()) {
    const [key, ...others] = family.sort((a, b) => count(doc.paths[b]!) - count(doc.paths[a]!));
    for (const from of others) yield templateMerge(doc, from, key!);
  }
}

function templateMerge(doc: OpenApi, from: string, key: string): Move {
  const item: PathItem = {};
  for (const [method, operation] of operationsIn(doc.paths[from]!)) {
    if (doc.paths[key]![method])
      throw new Error(`${from} and ${key} both have ${method}; one must be renamed.`);
    item[method] = renamed(doc, operation, from, key);
  }
  return { from, into: 'paths', key, item, reason: `To a router this is the same path as ${key}.` };
}

/** Takes over the other template's parameter names and keeps the vendor's beside them. */
function renamed(doc: OpenApi, operation: Operation, from: string, to: string): Operation {
  const newNames = placeholders(to);
  const names = new Map(placeholders(from).map((name, index) => [name, newNames[index]!]));
  const rename = (parameter: Parameter | Reference): Parameter | Reference => {
    const { name, in: place, ...rest } = resolve<Parameter>(doc, parameter);
    const newName = names.get(name);
    if (place !== 'path' || !newName || newName === name) return parameter;
    return { name: newName, in: place, ...rest, 'x-altegio-name': name };
  };
  return { ...operation, parameters: (operation.parameters ?? []).map(rename) };
}

function count(item: PathItem): number {
  return operationsIn(item).length;
}
