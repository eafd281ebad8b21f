// Changes where the events of a location are sent, without taking them from others.
import {
  type WebhookSettings,
  type WebhookSettingsClient,
  type WebhookSettingsInput as Write,
  webhookSettings,
} from '../../generated/webhooks.ts';
import { AltegioConfigError } from '../errors/errors.ts';

/** The settings of a location: `urls`, `active`, and per kind of event whether it is sent. */
export type { WebhookSettings };

type Flags = Omit<Write['body'], 'urls'>;

/** What {@link updateWebhookSettings} takes: the location, what is to change, and the options of a call. */
export interface WebhookSettingsInput extends Omit<Write, 'body'> {
  body: {
    /** The whole list, at most 10. Left out: as it is. */
    urls?: readonly string[] | undefined;
  } & { [Name in keyof Flags]?: Flags[Name] | boolean | undefined };
  /**
   * What becomes of URLs that stand there now and not in `urls`: `refuse` (default) – nothing is changed, an error says
   * whose they are; `keep` – they stay; `drop` – they go, and whoever listens there hears nothing any more.
   */
  others?: 'refuse' | 'keep' | 'drop' | undefined;
}

/** What {@link updateWebhookSettings} has done. */
export interface WebhookSettingsChange {
  /** `false`: everything was so already, and nothing was sent. */
  changed: boolean;
  /** The settings that were found. */
  before: WebhookSettings;
  /** The settings now, as the API responded. */
  after: WebhookSettings;
}

/** More are refused by the API (seen live). */
const maxUrls = 10;

/**
 * Changes where the events of a location are sent. The API replaces all settings of the location at once, those of other
 * applications too (seen live); this reads them first, changes what you name, and sends back the rest as it was. Between
 * the two somebody else can change them: install one application after the other.
 *
 * @param client the client of the developer tools: `altegio.developers`
 * @param input `path.location_id`; in `body` what is to change; `others`; and options of a call (`signal`, `timeoutMs` …)
 * @returns the settings before and after. URLs may hold secrets: do not log them
 * @throws AltegioConfigError for a URL that is none, for more than 10, and for URLs of others that would be dropped; nothing is changed then
 * @throws AltegioApiError and its like, as both calls do
 * @example
 * import { updateWebhookSettings } from 'altegio-sdk/webhooks';
 * const { changed } = await updateWebhookSettings(altegio.developers, {
 *   path: { location_id: 123 },
 *   body: { urls: [`https://example.com/hooks?secret=${process.env.WEBHOOK_SECRET}`], active: 1, record: 1, client: 1 },
 *   others: 'keep',
 * });
 * console.log(changed);
 */
export async function updateWebhookSettings(
  client: WebhookSettingsClient,
  input: WebhookSettingsInput,
): Promise<WebhookSettingsChange> {
  const { body = {}, others = 'refuse', ...call } = input;
  if (!['refuse', 'keep', 'drop'].includes(others)) throw wrong("others must be 'refuse', 'keep' or 'drop'");
  const { urls: wanted, ...wantedFlags } = body;
  if (wanted) checkUrls(wanted);
  const { data: before } = await client[webhookSettings.read](call);
  const present = before.urls ?? [];
  const urls = wanted ? urlsOf(wanted, present, others) : present;
  if (urls.length > maxUrls)
    throw wrong(`there would be ${urls.length} URLs, and a location takes at most ${maxUrls}`);
  const flags = { ...flagsOf(before), ...flagsOf(wantedFlags) };
  const is = { urls: present, ...flagsOf(before) };
  const next = { urls, ...flags };
  if (sameSettings(is, next)) return { changed: false, before, after: before };
  const { data: after } = await client[webhookSettings.write]({
    ...call,
    body: { active: 1, ...next },
  } as Write);
  return { changed: true, before, after };
}

function urlsOf(wanted: readonly string[], present: readonly string[], others: string): string[] {
  const dropped = present.filter((url) => !wanted.includes(url));
  if (dropped.length === 0 || others === 'drop') return [...new Set(wanted)];
  if (others === 'keep') return [...new Set([...present, ...wanted])];
  throw wrong(
    `${dropped.length} other URL(s) would get no events any more (${dropped.map(hostOf).join(', ')}); say others: 'keep' or 'drop'`,
  );
}

function checkUrls(urls: readonly string[]): void {
  if (!Array.isArray(urls)) throw wrong('body.urls must be a list of URLs');
  urls.forEach((url, index) => {
    if (typeof url !== 'string' || !/^https?:\/\/[^\s/]/.test(url) || !URL.canParse(url))
      throw wrong(`body.urls[${index}] must be a whole URL that begins with https:// or http://`);
  });
}

/** No more of a URL than its host: the rest may hold a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'one that is no URL';
}

/** What can be switched on and off, as 1 and 0; what is neither is no setting, and not sent back. */
function flagsOf(settings: object): Record<string, number> {
  const entries = Object.entries(settings).filter(
    ([, value]) => typeof value === 'boolean' || value === 0 || value === 1,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, Number(value)]));
}

function sameSettings(one: object, other: object): boolean {
  const text = (settings: object) =>
    JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(one) === text(other);
}

function wrong(what: string): AltegioConfigError {
  return new AltegioConfigError(`updateWebhookSettings: ${what}.`);
}
