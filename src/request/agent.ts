// The User-Agent: which program sends, and with which version of the SDK.
import { isRecord, mustBe } from '../util/check.ts';

/** The program that uses the SDK. */
export interface AppInfo {
  /** Its name: letters, digits and `._-`. */
  name: string;
  /** Its version, in the same characters. */
  version?: string | undefined;
  /** Where its makers can be reached. */
  url?: string | undefined;
}

// Put in by the build. The sources have no version of their own: they belong to the next one.
declare const SDK_VERSION: string;

const sdk = `altegio-sdk/${typeof SDK_VERSION === 'string' ? SDK_VERSION : 'source'}`;

const isToken = (value: unknown) => typeof value === 'string' && /^[\w.-]+$/.test(value);

const isUrl = (value: unknown) => typeof value === 'string' && /^https?:\/\/[!-~]+$/.test(value);

const isApp = ({ name, version, url, ...others }: Record<string, unknown>): boolean =>
  isToken(name) &&
  (version === undefined || isToken(version)) &&
  (url === undefined || isUrl(url)) &&
  Object.keys(others).length === 0;

export const appProblem = mustBe(
  '{ name, version, url }: a name and version of letters, digits and ._- only, and an http(s) URL',
  (app) => isRecord(app) && isApp(app),
);

/** The header that names program and SDK; none in a browser, whose own says more and costs no CORS preflight. */
export function agentHeader(app: AppInfo | undefined): { 'user-agent'?: string } {
  if (!isServer()) return {};
  const { name, version, url } = app ?? {};
  const program =
    name && [version ? `${name}/${version}` : name, url && `(${url})`].filter(Boolean).join(' ');
  return { 'user-agent': program ? `${program} ${sdk}` : sdk };
}

/** Node, Bun, Deno and Workers all say so themselves. */
function isServer(): boolean {
  const { process, navigator } = globalThis as { process?: { versions?: object }; navigator?: Navigator };
  return Boolean(process?.versions) || /^(Cloudflare-Workers|Deno|Bun)/.test(navigator?.userAgent ?? '');
}
