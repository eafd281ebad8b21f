// What the views correct in every response: facts of HTTP and of media types that no overlay has to repeat.

import { type Body, type Json, type OpenApi, type Reference, resolve } from '../openapi/document.ts';
import { operationsOf } from '../openapi/operations.ts';

/** Statuses whose responses never have a body, whatever the description declares. */
export const BODILESS = ['204', '205'];

/** Changes the document: drops impossible bodies, and gives files without a schema the schema of a file. */
export function settleResponses(doc: OpenApi): void {
  for (const { operation } of operationsOf(doc)) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (BODILESS.includes(status)) {
        const { content: _, ...rest } = resolve<Body>(doc, response);
        (operation.responses as Record<string, Body | Reference>)[status] = rest;
      } else {
        describeFiles(resolve<Body>(doc, response));
      }
    }
  }
}

/** Marks the schema of every failure, for which the types have the SDK's own error. */
export const FAILURE_MARK = 'x-failure';

/**
 * Changes the document: every failing response becomes one and the same, and every operation has a `default` one, since
 * each may fail in a way that its description does not name. What bodies of failures look like is still in the schemas.
 */
export function shareFailures(doc: OpenApi): void {
  const failure = { $ref: '#/components/responses/failure' };
  for (const { operation } of operationsOf(doc)) {
    const kept = Object.entries(operation.responses ?? {}).filter(([status]) => !isFailing(status));
    const failing = Object.keys(operation.responses ?? {}).filter(isFailing);
    const shared = [...new Set([...failing, 'default'])].map((status) => [status, failure]);
    operation.responses = Object.fromEntries([...kept, ...shared]);
  }
  const media = { 'application/json': { schema: { type: 'object', [FAILURE_MARK]: true } } };
  doc.components ??= {};
  doc.components.responses = {
    ...referenced(doc),
    failure: { description: 'The API refused or failed.', content: media },
  };
}

function isFailing(status: string): boolean {
  return /^([45]|default$)/.test(status);
}

/** The shared responses that an operation still refers to. */
function referenced({ components, paths }: OpenApi): Json {
  const text = JSON.stringify(paths);
  const used = Object.entries(components?.responses ?? {}).filter(([name]) =>
    text.includes(`"#/components/responses/${name}"`),
  );
  return Object.fromEntries(used);
}

function describeFiles({ content = {} }: Body): void {
  for (const [mediaType, media] of Object.entries(content)) {
    if (isFile(mediaType)) media.schema ??= { type: 'string', format: 'binary' };
  }
}

/** Neither JSON nor text. */
export function isFile(mediaType: string): boolean {
  return /^(application\/(pdf|zip|octet-stream)|image\/|audio\/|video\/)/.test(mediaType);
}
