// Checks of the tokens: whether the API takes them, and what the user may do. No token is ever part of a finding.
import {
  type Altegio,
  AltegioAuthenticationError,
  AltegioRateLimitError,
  type CallInput,
  isAltegioApiError,
  isAltegioError,
} from '../../index.ts';
import type { DoctorCall } from '../operation/catalog.ts';
import { methodOf, provingCall } from '../operation/list.ts';
import type { Settings } from '../support/settings.ts';
import { type Finding, note, ok, problem, skipped } from './finding.ts';

/** What the checks found, and the headers of a refusal, which may tell of limits. */
export interface TokenFindings {
  findings: Finding[];
  headers?: Headers | undefined;
  isLimited: boolean;
}

const newUserToken = 'Get a new one: altegio-sdk login (a changed password ends the old one).';

/** Calls one small read per token. `locationId`: the location whose rights are read; default: the first of the user's. */
export async function checkTokens(
  altegio: Altegio,
  settings: Settings,
  locationId?: string,
): Promise<TokenFindings> {
  const result: TokenFindings = { findings: [], isLimited: false };
  const attempt = async (proves: DoctorCall['proves'], input: CallInput = {}): Promise<unknown> => {
    try {
      return await methodOf(altegio, provingCall(proves))(input);
    } catch (error) {
      if (isAltegioApiError(error)) result.headers = error.headers;
      if (error instanceof AltegioRateLimitError) result.isLimited = true;
      throw error;
    }
  };
  const { findings } = result;
  const partner = await attempt('partner').then(() => ok('partner token', 'is accepted'), partnerProblem);
  findings.push(partner);
  if (settings.userToken === undefined) {
    findings.push(
      note(
        'user token',
        'There is none: only what the partner token opens can be called.',
        newUserToken.split(' (')[0],
      ),
    );
    return result;
  }
  if (partner.status === 'problem') {
    findings.push(skipped('user token', 'needs a partner token that works'));
    return result;
  }
  const locations = await attempt('user', { query: provingCall('user').described.doctor?.query ?? {} }).then(
    locationsIn,
    (error: unknown) => userProblem(error),
  );
  if (!Array.isArray(locations)) {
    findings.push(locations);
    return result;
  }
  findings.push(ok('user token', `is accepted; ${inWords(locations)}`));
  findings.push(await rightsOf(attempt, locations, locationId));
  return result;
}

function partnerProblem(error: unknown): Finding {
  if (error instanceof AltegioAuthenticationError) {
    return problem(
      'partner token',
      'The API does not accept it (HTTP 401).',
      'Copy it anew from the account of your application in the developer cabinet, without "Bearer".',
    );
  }
  return unproven('partner token', error);
}

function userProblem(error: unknown): Finding {
  if (error instanceof AltegioAuthenticationError) {
    return problem('user token', 'The API does not accept it (HTTP 401).', newUserToken);
  }
  return unproven('user token', error);
}

function unproven(check: string, error: unknown): Finding {
  const text = isAltegioError(error) ? error.message : String((error as Error).message ?? error);
  return problem(
    check,
    `It could not be checked: ${text}`,
    'Run doctor once more; if it stays, ask Altegio with this text.',
  );
}

interface Location {
  id: unknown;
  title: unknown;
}

function locationsIn(response: unknown): Location[] {
  const { data } = (response ?? {}) as { data?: unknown };
  return Array.isArray(data) ? (data as Location[]) : [];
}

function inWords(locations: readonly Location[]): string {
  if (locations.length === 0) return 'it lists no location (the list of a system user may be empty)';
  const shown = locations.slice(0, 5).map(({ id, title }) => `${id} ${title ?? ''}`.trim());
  const rest = locations.length > shown.length ? ` and ${locations.length - shown.length} more` : '';
  return `its locations: ${shown.join(', ')}${rest}`;
}

async function rightsOf(
  attempt: (proves: 'rights', input: CallInput) => Promise<unknown>,
  locations: readonly Location[],
  wanted: string | undefined,
): Promise<Finding> {
  const id = wanted ?? locations[0]?.id;
  if (id === undefined) return skipped('rights', 'name a location with --location <id>');
  const [parameter = 'location_id'] = provingCall('rights').described.path?.[0] ?? [];
  return attempt('rights', { path: { [parameter]: id } }).then(
    (response) => ok('rights', `in location ${id}: ${summaryOf(response)}`),
    (error: unknown) =>
      note(
        'rights',
        `Those in location ${id} could not be read: ${(error as Error).message}`,
        'Ask its owner for access.',
      ),
  );
}

/** Group by group, how many rights there are, and how many the user has. */
export function summaryOf(response: unknown): string {
  const { data } = (response ?? {}) as { data?: unknown };
  const groups = Object.entries(Object(data) as object).flatMap(([name, group]) => {
    const rights = Object.values(Object(group) as object).filter((value) => typeof value === 'boolean');
    return rights.length === 0 ? [] : [`${name} ${rights.filter(Boolean).length}/${rights.length}`];
  });
  return groups.length === 0 ? 'the response names no right' : groups.join(', ');
}
