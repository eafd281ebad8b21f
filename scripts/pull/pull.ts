// Pulls published descriptions: every API is fetched and checked first, and only then are files replaced.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { compareOperations, formatChanges } from '../diff/operations.ts';
import { type ApiInfo, apiByName, apis, SOURCES } from '../openapi/apis.ts';
import { formatHistory, HISTORY, parseHistory, withEdition } from '../openapi/history.ts';
import { type Description, readDescription } from '../openapi/read.ts';
import { DEFAULT_LIMITS, type Download, download, type Limits } from './download.ts';
import { formatPins, type Pin, type Pins, readIfThere, readPins, replaceFiles, sha256 } from './files.ts';
import { checkIdentity } from './identity.ts';
import { renamesBetween, withRenames } from './renames.ts';

export interface PullOptions {
  /** Names in either spelling; none means all. */
  readonly apis?: readonly string[];
  /** A folder or a base URL; the vendor's site by default. */
  readonly from?: string | undefined;
  /** The project's root: where openapi/ lies. */
  readonly root: string;
  readonly log: (line: string) => void;
  readonly now?: () => Date;
  readonly fetch?: typeof fetch;
  readonly sleep?: (ms: number) => Promise<void>;
  readonly limits?: Partial<Limits>;
}

/** What a pull found for one API; without `bytes` and `pin` there is nothing to write. */
interface Finding {
  readonly api: ApiInfo;
  readonly report: string;
  readonly bytes?: Uint8Array;
  readonly pin?: Pin;
  /** The edition that these bytes replace, and theirs. */
  readonly editions?: { before: Description; after: Description };
}

interface Source {
  /** The address that is pinned: never a path of this machine. */
  readonly url: string;
  /** Where the bytes come from, for messages. */
  readonly shown: string;
  readonly load: (etag: string | undefined) => Promise<Download>;
}

const PUBLISHED = 'https://developer.alteg.io/_bundle/en';

/**
 * Pulls the descriptions and logs one report per API. When any of them fails, an error that lists every failure is
 * thrown and no file has been touched.
 */
export async function pull(options: PullOptions): Promise<void> {
  const chosen = choose(options.apis ?? []);
  const sourceOf = await openSource(options);
  const pins = await readPins(options.root);
  const results = await Promise.allSettled(chosen.map((api) => inspect(api, sourceOf(api), pins, options)));

  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [messageOf(result.reason)] : [],
  );
  if (failures.length > 0) throw new Error([...failures, 'Nothing was overwritten.'].join('\n'));

  const findings = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  await write(findings, pins, options.root);
  for (const { api, report } of findings) options.log(`${api.vendor}: ${report}`);
}

function choose(names: readonly string[]): readonly ApiInfo[] {
  const asked = names.map(apiByName);
  return asked.length === 0 ? apis : apis.filter((api) => asked.includes(api));
}

async function inspect(api: ApiInfo, source: Source, pins: Pins, options: PullOptions): Promise<Finding> {
  const pin = pins[api.vendor];
  const present = await readIfThere(join(options.root, api.snapshot));
  const presentSha = present && sha256(present);
  // An ETag is valid only for the bytes that came with it, from that address.
  const intact = pin !== undefined && pin.sha256 === presentSha;
  const etag = intact && pin.url === source.url ? pin.etag : undefined;
  try {
    const loaded = await source.load(etag);
    if (loaded.kind === 'not-modified') return { api, report: 'unchanged' };
    const { bytes } = loaded;
    const after = readDescription(bytes);
    const before = readPresent(present);
    checkIdentity(api, after, before);

    const sha = sha256(bytes);
    const same = sha === presentSha;
    // A pin that is right stays as it is: the file would otherwise change with every deployment of the site.
    if (same && intact) return { api, report: 'unchanged' };
    const next: Pin = {
      url: source.url,
      sha256: sha,
      ...(loaded.etag === undefined ? {} : { etag: loaded.etag }),
      pulledAt: (options.now?.() ?? new Date()).toISOString().slice(0, 10),
      operations: after.operations.length,
    };
    if (same) return { api, report: `unchanged, its entry in ${SOURCES} renewed`, pin: next };
    const shas = `${presentSha?.slice(0, 12) ?? '(none)'} → ${sha.slice(0, 12)}`;
    const changes = formatChanges(compareOperations(before, after));
    const editions = before && { before, after };
    const renamed = before ? renamesBetween(before, after).length : 0;
    const proposed = renamed > 0 ? `\n  ${renamed} renamed fields of requests: see ${renamedFile(api)}` : '';
    return {
      api,
      report: `changed ${shas}: ${changes}${proposed}`,
      bytes,
      pin: next,
      ...(editions && { editions }),
    };
  } catch (cause) {
    throw new Error(`${api.vendor}: ${source.shown}: ${messageOf(cause)}.`, { cause });
  }
}

/** A present snapshot that cannot be read is no reason to refuse a good one. */
function readPresent(bytes: Uint8Array | undefined): Description | undefined {
  try {
    return bytes && readDescription(bytes);
  } catch {
    return undefined;
  }
}

async function write(findings: readonly Finding[], pins: Pins, root: string): Promise<void> {
  const snapshots = findings.flatMap(({ api, bytes }) =>
    bytes ? [{ path: join(root, api.snapshot), bytes }] : [],
  );
  const renewed = findings.flatMap(({ api, pin }) => (pin ? [[api.vendor, pin] as const] : []));
  if (renewed.length === 0) return;
  const sources = formatPins({ ...pins, ...Object.fromEntries(renewed) });
  const history = [...(await historyAfter(findings, root)), ...(await proposals(findings, root))];
  // The pins go last: until then they still tell the truth about what a stopped pull left behind.
  await replaceFiles([...snapshots, ...history, { path: join(root, SOURCES), bytes: sources }]);
}

/** The overlays that keep the names of requests that an edition replaced; a maintainer sees them in the diff. */
async function proposals(
  findings: readonly Finding[],
  root: string,
): Promise<{ path: string; bytes: Uint8Array }[]> {
  const files = await Promise.all(
    findings.map(async ({ api, editions }) => {
      const renames = editions ? renamesBetween(editions.before, editions.after) : [];
      if (renames.length === 0) return [];
      const path = join(root, renamedFile(api));
      const present = await readIfThere(path);
      const text = withRenames(present && new TextDecoder().decode(present), api.vendor, renames);
      return [{ path, bytes: new TextEncoder().encode(text) }];
    }),
  );
  return files.flat();
}

function renamedFile({ overlays }: ApiInfo): string {
  return `${overlays}/17-renamed.yaml`;
}

/** The file of history, where an edition replaces another one. */
async function historyAfter(
  findings: readonly Finding[],
  root: string,
): Promise<{ path: string; bytes: Uint8Array }[]> {
  const path = join(root, HISTORY);
  const present = new TextDecoder().decode((await readIfThere(path)) ?? new Uint8Array());
  const past = parseHistory(present);
  const changed = findings.flatMap(({ api: { vendor }, pin, editions }) =>
    pin && editions
      ? [[vendor, withEdition(past[vendor] ?? {}, editions.before, editions.after, pin.pulledAt)] as const]
      : [],
  );
  const text = formatHistory({ ...past, ...Object.fromEntries(changed) });
  if (text === formatHistory(past)) return [];
  return [{ path, bytes: new TextEncoder().encode(text) }];
}

async function openSource(options: PullOptions): Promise<(api: ApiInfo) => Source> {
  const from = options.from ?? PUBLISHED;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(from)) return webSource(checkedBase(from), options);
  const folder = await stat(from).catch(() => undefined);
  if (!folder?.isDirectory()) throw new Error(`--from ${from} is neither a folder nor an http(s) URL.`);
  return folderSource(from, options);
}

function webSource(base: string, options: PullOptions): (api: ApiInfo) => Source {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { log, now = () => new Date(), sleep = (ms: number) => delay(ms) } = options;
  return ({ vendor }) => {
    const url = addressOf(base, vendor);
    const load: Source['load'] = (etag) =>
      download(url, { etag, limits, log, now, sleep, fetch: options.fetch ?? fetch });
    return { url, shown: url, load };
  };
}

function folderSource(folder: string, options: PullOptions): (api: ApiInfo) => Source {
  const maxBytes = options.limits?.maxBytes ?? DEFAULT_LIMITS.maxBytes;
  return ({ vendor }) => ({
    url: addressOf(PUBLISHED, vendor),
    shown: folder,
    load: async () => {
      for (const path of [join(folder, `${vendor}.yaml`), join(folder, vendor, 'openapi.yaml')]) {
        const file = await stat(path).catch(() => undefined);
        if (!file?.isFile()) continue;
        if (file.size > maxBytes) throw new Error(`${path} is larger than ${maxBytes} bytes`);
        return { kind: 'document', bytes: await readFile(path), etag: undefined };
      }
      throw new Error(`the folder has neither ${vendor}.yaml nor ${vendor}/openapi.yaml`);
    },
  });
}

function addressOf(base: string, vendor: string): string {
  return `${base}/${vendor}/openapi.yaml`;
}

/** A base that is pinned in a public file must be plain. */
function checkedBase(from: string): string {
  const url = URL.canParse(from) ? new URL(from) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('--from is not a valid http(s) URL.');
  if (url.username || url.password || url.search || url.hash) {
    throw new Error('--from must be a plain base URL, without user, password, query or fragment.');
  }
  return url.href.replace(/\/+$/, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
