// The APIs that the SDK covers, one for each entry of openapi/sources.json: their names here and at the vendor, and where
// their files live.
import type { ApiName, apis as generated } from '../../generated/apis.ts';
import { readText } from './project.ts';

/** What an entry says about its API. The rest of it is the pin of the snapshot, which a pull writes. */
export interface Published {
  /** The SDK's name; from generated/ on everything is called by it. */
  readonly name: ApiName;
  /** `info.title` as published. Two APIs share one, so it does not identify an API on its own. */
  readonly title: string;
  /** `info.version` as published. */
  readonly version: string;
  /** Path of the server URL, the same for every host. */
  readonly basePath: string;
}

/** One published API. Paths are relative to the project's root. */
export interface ApiInfo extends Published {
  /** The vendor's folder name; openapi/ uses it. */
  readonly vendor: VendorName;
  /** The snapshot, exactly as published. */
  readonly snapshot: string;
  /** Folder of the hand-written overlays; an API needs none. */
  readonly overlays: string;
}

export type { ApiName };

export type VendorName = (typeof generated)[ApiName]['vendorName'];

export const SOURCES = 'openapi/sources.json';

/** In the order of the entries. */
export const apis: readonly ApiInfo[] = entries().map(([vendor, { name, title, version, basePath }]) => {
  const missing = Object.entries({ name, title, version, basePath }).find(([, text]) => !text);
  if (missing) throw new Error(`${SOURCES}: the entry "${vendor}" says no ${missing[0]}`);
  return {
    name,
    vendor,
    ...{ title, version, basePath },
    snapshot: `openapi/${vendor}.yaml`,
    overlays: `openapi/overlays/${vendor}`,
  };
});

function entries(): [VendorName, Published][] {
  return Object.entries(JSON.parse(readText(SOURCES)) as Record<VendorName, Published>) as [
    VendorName,
    Published,
  ][];
}

/** Finds an API by the SDK's name or the vendor's; an unknown name is an error that lists the valid ones. */
export function apiByName(nameOrVendorName: string): ApiInfo {
  const found = apis.find((each) => each.name === nameOrVendorName || each.vendor === nameOrVendorName);
  if (found) return found;
  const valid = apis.map(({ name, vendor }) => ((name as string) === vendor ? name : `${name} (${vendor})`));
  throw new Error(`Unknown API "${nameOrVendorName}". Valid names: ${valid.join(', ')}.`);
}
