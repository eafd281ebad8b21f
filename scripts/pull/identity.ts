// Decides whether a description is the one that was asked for: the vendor's APIs look alike.
import { type ApiInfo, apis } from '../openapi/apis.ts';
import { type Description, everyOperation, quote } from '../openapi/read.ts';

/** Below this share of the known operationIds a description is taken for cut off or for another one. */
const LEAST_SHARE = 0.5;

/**
 * Throws unless the description is the API's: title, major version and server path must match, and what the present
 * snapshot has must still be there: every top-level section and at least half of the operations (operationIds
 * survive when paths move).
 */
export function checkIdentity(api: ApiInfo, description: Description, known: Description | undefined): void {
  if (!looksLike(api, description)) {
    const other = apis.find((each) => looksLike(each, description));
    const { title, version, serverPaths } = description;
    const shown = `title ${quote(title)}, version ${quote(version)}, server path ${quote(serverPaths.join(', '))}`;
    throw new Error(
      other
        ? `the document looks like ${other.name} (${other.vendor}): ${shown}`
        : `the document looks like none of the known APIs: ${shown}; if the vendor renamed ${api.vendor}, say so in openapi/sources.json`,
    );
  }
  if (known) checkNothingLost(api, description, known);
}

function checkNothingLost(api: ApiInfo, description: Description, known: Description): void {
  const cure = `if that is right, delete ${api.snapshot} and pull again`;
  // YAML that is cut off between two lines still parses; what it lacks is the end.
  const sections = Object.keys(known.root).filter((key) => !Object.hasOwn(description.root, key));
  if (sections.length > 0) {
    throw new Error(`the document lacks ${sections.map(quote).join(', ')}, so it may be cut off; ${cure}`);
  }
  const ids = new Set(everyOperation(description).map(({ id }) => id));
  const before = everyOperation(known);
  const kept = before.filter(({ id }) => ids.has(id)).length;
  if (kept < before.length && !description.endsWithLineBreak) {
    throw new Error(
      `the document lacks ${before.length - kept} known operation(s) and ends inside a line, so it may be cut off; ${cure}`,
    );
  }
  if (kept < before.length * LEAST_SHARE) {
    throw new Error(
      `the document has only ${kept} of the ${before.length} known operations, so it is cut off or not ${api.vendor}; ${cure}`,
    );
  }
}

function looksLike(api: ApiInfo, description: Description): boolean {
  return (
    description.title === api.title &&
    major(description.version) === major(api.version) &&
    description.serverPaths.includes(api.basePath)
  );
}

function major(version: string): string {
  return /^v?(\d+)/i.exec(version.trim())?.[1] ?? '';
}
