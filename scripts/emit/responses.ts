// What the views correct in every response: facts of HTTP and of media types that no overlay has to repeat.

import { type Body, type OpenApi, type Reference, resolve } from '../openapi/document.ts';
import { operationsOf } from '../openapi/operations.ts';
/** Statuses whose answers never have a body, whatever a description says. */
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

function describeFiles({ content = {} }: Body): void {
  for (const [mediaType, media] of Object.entries(content)) {
    if (isFile(mediaType)) media.schema ??= { type: 'string', format: 'binary' };
  }
}

/** Neither JSON nor text. */
export function isFile(mediaType: string): boolean {
  return /^(application\/(pdf|zip|octet-stream)|image\/|audio\/|video\/)/.test(mediaType);
}
