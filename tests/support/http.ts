// The client by path without the types of the paths: for arguments that the types forbid.
import type { Middleware } from 'openapi-fetch';
import type { Sent } from './recorder.ts';

export interface HttpResult {
  data?: unknown;
  error?: unknown;
  response: Response;
}

export type HttpCall = (path: string, init?: object) => Promise<HttpResult>;

export type LooseHttp = Record<
  'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE',
  HttpCall
> & {
  request(method: string, path: string, init?: object): Promise<HttpResult>;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
};

/** The `http` of any client. */
export function httpOf(client: object): LooseHttp {
  return (client as { http: LooseHttp }).http;
}

/** The form that a request carries, read as a server reads it. */
export function formOf({ content, headers }: Sent): Promise<FormData> {
  return new Response(content as BodyInit, { headers }).formData();
}
