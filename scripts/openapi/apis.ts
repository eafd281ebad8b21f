// The four APIs that the SDK covers: their names here and at the vendor, and where their files live.

/** One published API. Paths are relative to the project's root. */
interface Api {
  /** The SDK's name; from generated/ on everything is called by it. */
  readonly name: string;
  /** The vendor's folder name; openapi/ uses it. */
  readonly vendor: string;
  /** Path of the server URL, the same for every host. */
  readonly basePath: string;
  /** `info.title` as published. Two APIs share one, so it does not identify an API on its own. */
  readonly title: string;
  /** `info.version` as published. */
  readonly version: string;
  /** The snapshot, exactly as published. */
  readonly snapshot: string;
  /** Folder of the hand-written overlays. */
  readonly overlays: string;
}

function api<const Name extends string, const Vendor extends string>(
  name: Name,
  vendor: Vendor,
  published: Pick<Api, 'basePath' | 'title' | 'version'>,
) {
  return {
    name,
    vendor,
    ...published,
    snapshot: `openapi/${vendor}.yaml`,
    overlays: `openapi/overlays/${vendor}`,
  } as const satisfies Api;
}

export const apis = [
  api('v1', 'b2b-v1', { basePath: '/api/v1', title: 'Business Management', version: '1.0.0' }),
  api('v2', 'b2b-v2', { basePath: '/api/v2', title: 'Business Management', version: '2.0.0' }),
  api('booking', 'public', { basePath: '/api/v1', title: 'Online Booking', version: '1.0.0' }),
  api('developers', 'developers', { basePath: '/api/v1', title: 'Developer Tools', version: '1.0.0' }),
] as const;

export type ApiInfo = (typeof apis)[number];

export type ApiName = ApiInfo['name'];

export type VendorName = ApiInfo['vendor'];

/** Finds an API by the SDK's name or the vendor's; an unknown name is an error that lists the valid ones. */
export function apiByName(nameOrVendorName: string): ApiInfo {
  const found = apis.find((each) => each.name === nameOrVendorName || each.vendor === nameOrVendorName);
  if (found) return found;
  const valid = apis.map((each) => (each.name === each.vendor ? each.name : `${each.name} (${each.vendor})`));
  throw new Error(`Unknown API "${nameOrVendorName}". Valid names: ${valid.join(', ')}.`);
}
