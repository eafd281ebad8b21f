// Paths that a router may take for each other, by their templates alone.
import type { OpenApi } from './document.ts';
import { operationsIn, parametersOf } from './operations.ts';

/**
 * The paths that some URL fits as well as this one: as many segments, as many of them templates, and no literal across from
 * another one. Nor from a number: of `/visits/{id}/list` and `/visits/search/{name}` none does where the id is a number.
 */
export function pathsLike(doc: OpenApi, path: string): string[] {
  return Object.keys(doc.paths).filter((other) => other !== path && canBeConfused(doc, path, other));
}

function canBeConfused(doc: OpenApi, one: string, other: string): boolean {
  const [ones, others] = [one.split('/'), other.split('/')];
  const count = (segments: string[]) => segments.filter(isTemplate).length;
  if (ones.length !== others.length || count(ones) !== count(others)) return false;
  return ones.every((segment, index) => {
    const across = others[index]!;
    if (isTemplate(segment) && isTemplate(across)) return true;
    if (isTemplate(segment)) return fits(doc, one, segment, across);
    return isTemplate(across) ? fits(doc, other, across, segment) : segment === across;
  });
}

/** Whether a literal can stand where a path has this template. */
function fits(doc: OpenApi, path: string, template: string, literal: string): boolean {
  return !isNumber(doc, path, template.slice(1, -1)) || Number.isFinite(Number(literal));
}

function isTemplate(segment: string): boolean {
  return /^\{.+\}$/.test(segment);
}

/** Whether every operation of a path wants a number there. */
function isNumber(doc: OpenApi, path: string, name: string): boolean {
  const item = doc.paths[path] ?? {};
  const places = operationsIn(item).map(([method, operation]) => ({ path, method, item, operation }));
  return places.every((place) => {
    const found = parametersOf(doc, place).find((each) => each.in === 'path' && each.name === name);
    return found?.schema?.type === 'number' || found?.schema?.type === 'integer';
  });
}
