// The path-keyed door: calls with openapi-fetch's arguments and results, over this package's transport. The only
// file that imports openapi-fetch, and only its types: what it does at run time (serialize, build a Request, parse)
// is done here for all doors already, and doing it twice cost 2 kB, a second package to find at import, and 10 µs a call.
import type { FetchResponse, MaybeOptionalInit } from 'openapi-fetch';
import { type AltegioApiError, AltegioConfigError } from '../errors/errors.ts';
import { type Operation, undescribed } from '../operations/operation.ts';
import { isCallOption } from '../request/input.ts';
import { type Context, dispatch, prepare, settle } from '../transport/call.ts';
import { decode, decodeLoosely, type Read, toResponse } from '../transport/response.ts';
import type { CallInput, CallOptions } from '../types.ts';

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

interface DoorInit extends CallOptions {
  params?: { path?: CallInput['path']; query?: CallInput['query'] };
  body?: unknown;
  parseAs?: 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';
}

type Verb = Uppercase<Method>;

const forms = ['json', 'text', 'blob', 'arrayBuffer', 'stream'];

/** One method of the door: a call by path, with its result in openapi-fetch's shape. */
export function pathMethod(
  method: Verb,
  find: (method: string, path: string) => Operation | undefined,
  context: Context,
) {
  return async (path: string, given?: DoorInit) => {
    const init = given ?? {};
    const { params = {}, body, parseAs = 'json', ...options } = init;
    const stray = Object.keys(params).find((name) => name !== 'path' && name !== 'query');
    const unknown = stray ? `params.${stray}` : Object.keys(options).find((name) => !isCallOption(name));
    if (!forms.includes(parseAs)) {
      throw new AltegioConfigError(`${method} ${path}: parseAs must be one of ${forms.join(', ')}.`);
    }
    if (unknown) throw new AltegioConfigError(`${method} ${path}: unknown option "${unknown}".`);
    const operation = find(method, path) ?? undescribed(method, path);
    const call = prepare(context, operation, {
      ...options,
      path: params.path,
      query: params.query,
      body,
    });
    const answer = await dispatch(context, call);
    // In every form, HTTP 200 with success: false is a failure.
    const loosely: Read = (_, answer) => decodeLoosely(answer);
    const { value, error } = settle(call, answer, parseAs === 'json' ? decode : loosely);
    const response = toResponse(answer);
    if (error) return { error, response };
    if (parseAs === 'json') return { data: value, response };
    return { data: parseAs === 'stream' ? response.body : await response.clone()[parseAs](), response };
  };
}
