// The mock server: Prism over the corrected contracts of all four APIs, on the loopback interface only.
import type { ApiName } from '../../request/base-url.ts';
import { routesOf, servedOperations } from '../apis.ts';
import { readBody } from '../body.ts';
import { type Incoming, jsonReply, type Reply } from '../exchange.ts';
import { listen } from '../http-server.ts';
import { entryWriter, type JournalEntry } from '../journal.ts';
import { preferenceOf } from '../preference.ts';
import { refuse } from '../refusals.ts';
import { reporting } from '../reporting.ts';
import { createRouter, type Found } from '../router.ts';
import { refuseUnknown } from '../unknown.ts';
import { makerWith } from './made-up.ts';
import { operationReader } from './operations.ts';
import { loadFaker, loadPrism, type Prism } from './prism.ts';
import { responding } from './respond.ts';

/** Options of {@link startMock}. */
export interface MockOptions {
  /** Port, 0 to 65535; 0 (default) takes a free one. */
  port?: number | undefined;
  /** Values made up per request, in place of the examples of the contract; default `false`. */
  dynamic?: boolean | undefined;
  /** Makes `dynamic` respond with the same values every time. */
  seed?: string | undefined;
  /** Whether a response that breaks the contract becomes an error (HTTP 500); default `true`. */
  errors?: boolean | undefined;
  /** The APIs that are served; default: all four. Paths of the others are unknown. */
  apis?: readonly ApiName[] | undefined;
  /**
   * Called after each request with what arrived and the status of the response, as in the journal of
   * {@link createFakeAltegio}: secrets are hidden. What it throws is ignored.
   */
  onRequest?: ((entry: JournalEntry) => void) | undefined;
}

/** A mock that listens. */
export interface Mock {
  /** What the option `baseUrl` of a client takes: stands for `https://api.alteg.io/api`. */
  url: string;
  /** Number of operations that are served. */
  operations: number;
  /** Ends the server and every connection. */
  close(): Promise<void>;
}

/**
 * Starts a mock of every operation of all four APIs over Prism (`@stoplight/prism-http`, an optional peer), on 127.0.0.1.
 * Prism checks each request and each response against the contract; nothing is sent to anybody. The header
 * `Prefer: code=404` of a call chooses a response, `Prefer: dynamic=true` one that is made up.
 *
 * @param options port and how to respond; see {@link MockOptions}
 * @returns the mock, which listens until it is closed
 * @throws AltegioConfigError when Prism is not installed; the error of Node when the port is taken
 *
 * @example
 * import { createAltegio } from 'altegio-sdk';
 * import { startMock } from 'altegio-sdk/testing';
 *
 * const mock = await startMock();
 * const altegio = createAltegio({ partnerToken: 'any', userToken: 'any', baseUrl: mock.url });
 * await mock.close();
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const operations = servedOperations(options.apis);
  const route = createRouter(routesOf(operations));
  const respond = await responder(options);
  const report = reporting(entryWriter(), options.onRequest);
  const server = await listen(
    report.over(async (incoming) => {
      const found = route(incoming.method, incoming.pathname);
      if (options.onRequest) report.write(placeOf(found, incoming), incoming);
      return replyTo(found, incoming, respond);
    }),
    options.port,
  );
  return { url: server.url, operations: operations.length, close: server.close };
}

async function replyTo(
  found: Found,
  incoming: Incoming,
  respond: Awaited<ReturnType<typeof responder>>,
): Promise<Reply> {
  if (found.is !== 'operation') return refuseUnknown(found, incoming);
  const { value, isJson } = readBody(incoming);
  // Other bodies are read by Prism.
  if (!saysJson(incoming)) return respond(found, incoming, incoming.body);
  if (isJson || value === undefined) return respond(found, incoming, value);
  return refuse(found.operation.api, { status: 400, message: 'The body is not JSON' });
}

/** What the journal says of a request. */
function placeOf(found: Found, incoming: Incoming) {
  const { method, pathname, query } = incoming;
  const place = { at: Date.now(), method, query: valuesOf(query), body: readBody(incoming).shown };
  if (found.is !== 'operation')
    return { ...place, path: pathname, params: {}, api: undefined, operationId: undefined };
  const { api, id, path } = found.operation;
  return { ...place, path, params: found.path, api, operationId: id };
}

type Operation = Extract<Found, { is: 'operation' }>;

/** Prism writes into a log what it sends in its responses too. */
const silent: Record<string, unknown> = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'success', 'silent'].map((level) => [level, () => {}]),
);
silent.child = () => silent;

async function responder({ dynamic = false, seed, errors = true }: MockOptions) {
  const prism = await loadPrism();
  const faker = dynamic ? await loadFaker() : undefined;
  const read = operationReader(prism);
  // A call may ask for it by its header.
  const makeUp = async (wanted: boolean) =>
    makerWith(faker ?? (wanted ? await loadFaker() : (undefined as never)));
  const config = {
    isProxy: false,
    checkSecurity: true,
    validateRequest: true,
    validateResponse: true,
    errors,
  };
  return async ({ operation, template }: Operation, incoming: Incoming, body: unknown): Promise<Reply> => {
    const preference = preferenceOf(incoming.header('prefer'));
    const isDynamic = preference.dynamic ?? dynamic;
    const make = await makeUp(isDynamic);
    const mock = {
      ...{ dynamic: isDynamic, exampleKey: preference.example },
      ...(preference.code !== undefined && { code: Number(preference.code) }),
      ...(seed !== undefined && { seed }),
    };
    const whole = { ...config, upstreamProxy: undefined, mock };
    const instance = prism.createInstance(whole as never, {
      logger: silent as never,
      mock: responding(prism, operation.paging, make),
    });
    const input = inputOf(incoming, body);
    const result = await instance.request(input as never, [
      await read(operation, template, incoming.method),
    ])();
    return result._tag === 'Left' ? problem(prism, result.left) : replyOf(prism, result.right, errors);
  };
}

function inputOf({ method, pathname, query, headers }: Incoming, body: unknown): object {
  return {
    method: method.toLowerCase(),
    url: { path: pathname, query: valuesOf(query) },
    headers: headers(),
    body: body ?? null,
  };
}

function valuesOf(query: URLSearchParams): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const name of query.keys()) {
    const all = query.getAll(name);
    values[name] = all.length === 1 ? all[0]! : all;
  }
  return values;
}

function saysJson({ header }: Incoming): boolean {
  return /^application\/([\w.+-]+\+)?json/.test(header('content-type') ?? '');
}

type Output = Extract<
  Awaited<ReturnType<ReturnType<ReturnType<Prism['createInstance']>['request']>>>,
  { _tag: 'Right' }
>['right'];

type Diagnostic = Output['validations']['input'][number];

const severities = ['Error', 'Warning', 'Information', 'Hint'];

/** Headers longer than this are refused by clients. */
const longestHeader = 8000;

function replyOf(prism: Prism, { output, validations }: Output, errors: boolean): Reply {
  const located = (place: string) => (each: Diagnostic) => ({
    location: [place, ...(each.path ?? [])],
    severity: severities[each.severity],
    code: each.code,
    message: each.message,
  });
  const ofResponse = validations.output.map(located('response'));
  const all = [...validations.input.map(located('request')), ...ofResponse];
  const broken = ofResponse.filter(({ severity }) => severity === 'Error');
  const violations = JSON.stringify(all)
    .replace(/[^ -~]/g, '?')
    .slice(0, longestHeader);
  const headers: Record<string, string> = all.length > 0 ? { 'sl-violations': violations } : {};
  if (errors && broken.length > 0) {
    const template = prism.VIOLATIONS;
    const detail = 'The response breaks the contract.';
    const reply = problem(
      prism,
      prism.ProblemJsonError.fromTemplate(template, detail, { validation: broken }),
    );
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  const { statusCode, body } = output;
  for (const [name, value] of Object.entries(output.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  const type = headers['content-type'];
  if (type === undefined && body === undefined) return { status: statusCode, headers, body: undefined };
  const text = /[/+]json/.test(type ?? '') ? JSON.stringify(body) : typeof body === 'string' ? body : '';
  return { status: statusCode, headers, body: text };
}

function problem({ ProblemJsonError }: Prism, error: Error & { status?: number }): Reply {
  const body = ProblemJsonError.toProblemJson(error as never);
  return jsonReply(error.status ?? 500, body, { 'content-type': 'application/problem+json' });
}
