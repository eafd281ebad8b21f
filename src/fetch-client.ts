// The path-keyed door: openapi-fetch over this package's transport. The only file that imports openapi-fetch.
import createFetchClient, { type FetchResponse, type MaybeOptionalInit } from 'openapi-fetch';
import { type Answer, decode, decodeLoosely } from './answer.ts';
import { errorOf, isFailure } from './answer-error.ts';
import type { CallOptions } from './call.ts';
import { type AltegioApiError, AltegioConfigError } from './errors.ts';
import { toResponse } from './middleware.ts';
import { type CallInput, type Context, dispatch, prepare } from './operations.ts';
import { type Operation, undescribed } from './table.ts';

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';
type Media = `${string}/${string}`;
type Options = Omit<CallOptions, 'signal' | 'headers'> & { [name: string]: unknown };

/** Keys that an object must have; none of them: the whole argument may be left out. */
type Required<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T];
type Init<T> = [Required<T>] extends [never] ? [init?: T & Options] : [init: T & Options];

/** As openapi-fetch's result, with the same error in `error` that the other doors throw. */
type Result<Data> =
  | { data: [Data] extends [never] ? undefined : Data; error?: never; response: Response }
  | { data?: never; error: AltegioApiError; response: Response };

/** As openapi-fetch's ClientPathsWithMethod, which would have the compiler compare whole clients (150,000 instantiations). */
type PathWith<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends { [K in M]: unknown } ? Path : never;
}[keyof Paths];

/** One method of the path-keyed door. */
// biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's own constraint
export type PathMethod<Paths extends Record<string, any>, M extends Method> = <
  Path extends PathWith<Paths, M>,
  I extends MaybeOptionalInit<Paths[Path], M>,
>(
  path: Path,
  ...init: Init<I>
) => Promise<Result<Exclude<FetchResponse<Paths[Path][M], I, Media>['data'], undefined>>>;

/**
 * Calls by path, typed by the description: `{ data, error, response }`, where `error` is an `AltegioApiError`.
 * Without an answer (connection, timeout, abort) and for arguments that cannot be sent it throws, as all doors do.
 */
// biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's own constraint
export interface PathDoor<Paths extends Record<string, any>> {
  GET: PathMethod<Paths, 'get'>;
  PUT: PathMethod<Paths, 'put'>;
  POST: PathMethod<Paths, 'post'>;
  DELETE: PathMethod<Paths, 'delete'>;
  PATCH: PathMethod<Paths, 'patch'>;
}

/** What openapi-fetch gets in place of a platform Request, which would be built only to be taken apart again. */
class Carrier {
  readonly method: string;
  constructor(_url: string, init: { method: string }) {
    this.method = init.method;
  }
}

interface DoorInit extends CallOptions {
  params?: { path?: CallInput['path']; query?: CallInput['query'] };
  body?: unknown;
  parseAs?: 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';
}

const callOptions = [
  'signal',
  'timeoutMs',
  'deadlineMs',
  'retry',
  'idempotent',
  'userToken',
  'headers',
] as const;
const understood = new Set<string>([
  'params',
  'params.path',
  'params.query',
  'body',
  'parseAs',
  ...callOptions,
]);

/** Makes the door's five methods. */
export function pathDoor(find: (method: string, path: string) => Operation | undefined, context: Context) {
  // biome-ignore lint/suspicious/noExplicitAny: the paths are typed by PathDoor, per API
  const client = createFetchClient<any>({ Request: Carrier as unknown as typeof Request });

  async function go(method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH', path: string, init: DoorInit = {}) {
    const { params, body, parseAs = 'json' } = init;
    const names = [...Object.keys(init), ...Object.keys(params ?? {}).map((name) => `params.${name}`)];
    const unknown = names.find((name) => !understood.has(name));
    if (unknown) throw new AltegioConfigError(`${method} ${path}: unknown option "${unknown}".`);
    const operation = find(method, path) ?? undescribed(method, path);
    const input: Record<string, unknown> = { path: params?.path, query: params?.query, body };
    for (const name of callOptions) if (init[name] !== undefined) input[name] = init[name];
    const outgoing = prepare(context, operation, input as CallInput);

    let data: unknown;
    let error: AltegioApiError | undefined;
    const { response } = await client[method](path, {
      parseAs: 'stream',
      fetch: async () => {
        const answer = await dispatch(context, outgoing);
        // In every form, HTTP 200 with success: false is a failure.
        if (!isFailure(answer.status))
          data =
            parseAs === 'json' ? decode(operation, answer, outgoing.secrets) : decodeLoosely(answer.content);
        error = errorOf(operation, answer, data, outgoing.secrets);
        if (!error && parseAs !== 'json') data = await readAs(answer, parseAs);
        return toResponse(answer);
      },
    });
    return error ? { error, response } : { data, response };
  }
  return {
    GET: (path: string, init?: DoorInit) => go('GET', path, init),
    PUT: (path: string, init?: DoorInit) => go('PUT', path, init),
    POST: (path: string, init?: DoorInit) => go('POST', path, init),
    DELETE: (path: string, init?: DoorInit) => go('DELETE', path, init),
    PATCH: (path: string, init?: DoorInit) => go('PATCH', path, init),
  };
}

function readAs(answer: Answer, form: Exclude<DoorInit['parseAs'], 'json' | undefined>): unknown {
  const response = toResponse(answer);
  return form === 'stream' ? response.body : response[form]();
}
