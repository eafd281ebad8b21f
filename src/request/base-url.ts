// Where the APIs live: production, the vendor's mock, or the caller's own server.
import { type ApiName, apis } from '../../generated/apis.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import type { Operation } from '../operations/operation.ts';

export type { ApiName };

/**
 * `'production'` (default), `'vendor-mock'` (the vendor's public mock server), a string that stands for
 * `https://api.alteg.io/api` (`/v1` and `/v2` are appended), or one full base URL per API.
 */
export type BaseUrl = 'production' | 'vendor-mock' | (string & {}) | Partial<Record<ApiName, string>>;

/** What a string base URL stands for. */
export const productionBase = 'https://api.alteg.io/api';

/** The vendor's mock server of an API. */
export function vendorMockOf(api: ApiName): string {
  return `https://developer.alteg.io/_mock/en/${apis[api].vendorName}/openapi`;
}

/** Whether a base URL is known for an API: all forms but the map say it for every one. */
export function hasBase(api: ApiName, baseUrl: BaseUrl | undefined): boolean {
  return typeof baseUrl !== 'object' || baseUrl === null || baseUrl[api] !== undefined;
}

/** Finds the base URL of each operation of an API; throws for a base that must not be used. */
export function baseFinder(api: ApiName, baseUrl: BaseUrl = 'production'): (operation: Operation) => string {
  const { path } = apis[api];
  if (baseUrl === 'production') {
    return ({ server }) => server ?? productionBase + path;
  }
  if (baseUrl === 'vendor-mock') return () => vendorMockOf(api);
  if (typeof baseUrl === 'string') {
    const base = checkedBase(baseUrl);
    if (/\/v\d$/.test(base)) {
      throw new AltegioConfigError(
        `baseUrl ${base} must stand for ${productionBase}: leave out its version.`,
      );
    }
    // Operations with a host of their own stand at the root of their host.
    const { origin } = new URL(base);
    return ({ server }) => (server ? origin + new URL(server).pathname.replace(/\/$/, '') : base + path);
  }
  if (typeof baseUrl !== 'object' || baseUrl === null) {
    throw new AltegioConfigError('baseUrl must be a string or a map from API names to URLs.');
  }
  const stray = Object.keys(baseUrl).find((name) => !Object.hasOwn(apis, name));
  if (stray) {
    throw new AltegioConfigError(`baseUrl names "${stray}"; the APIs are ${Object.keys(apis).join(', ')}.`);
  }
  const own = baseUrl[api];
  if (own === undefined) {
    // Falling back to production would send a test's writes there.
    throw new AltegioConfigError(
      `baseUrl has no entry for ${api}; it has ${Object.keys(baseUrl).join(', ') || 'none'}.`,
    );
  }
  const base = checkedBase(own);
  return () => base;
}

/** A base URL without a slash at its end; throws for one that tokens must not be sent to. */
export function checkedBase(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new AltegioConfigError(`baseUrl ${JSON.stringify(text)} is not an absolute URL.`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new AltegioConfigError('baseUrl must hold no user, password, query or fragment.');
  }
  const isLoopback = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new AltegioConfigError(
      `baseUrl must be https: (http: only on this machine), not ${url.protocol}//${url.host}: tokens would travel in the clear.`,
    );
  }
  // Not href: it keeps the mark of an empty query or fragment.
  return (url.origin + url.pathname).replace(/\/+$/, '');
}
