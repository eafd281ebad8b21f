// Every kind of change that the comparison tells apart, and what each means for code that calls the API.

/**
 * `breaking`: code that worked may be refused, fail to compile or read something else. `moved`: calls by operationId go
 * on, code that writes the URL, the method or the query string itself does not. `additive`: something new, all code goes
 * on. `docs`: texts and samples only.
 */
export type Severity = (typeof severities)[number];

/** The worst first. */
export const severities = ['breaking', 'moved', 'additive', 'docs'] as const;

/** What is sent, what is received, or the operation as a whole. */
export type Side = 'request' | 'response' | 'operation';

interface Meaning {
  readonly request?: Severity;
  readonly response?: Severity;
  readonly operation?: Severity;
  /** What a report says behind the place. */
  readonly says: string;
}

/** The same change has two meanings: a client sends less than it may, and must read all that it may get. */
const table = {
  'operation-added': { operation: 'additive', says: 'is new' },
  'operation-removed': { operation: 'breaking', says: 'is gone' },
  'operation-renamed': { operation: 'breaking', says: 'has another operationId' },
  'operation-moved': { operation: 'moved', says: 'has another path' },
  'method-changed': { operation: 'moved', says: 'has another method' },
  'host-changed': { operation: 'moved', says: 'has another server' },
  'operation-deprecated': { operation: 'additive', says: 'is deprecated' },
  'operation-restored': { operation: 'additive', says: 'is no longer deprecated' },
  'token-required': { operation: 'breaking', says: 'needs another token' },
  'token-spared': { operation: 'additive', says: 'needs less of a token' },
  'pages-changed': { operation: 'additive', says: 'has other pages' },
  'retries-changed': { operation: 'additive', says: 'is retried differently' },
  'texts-changed': { operation: 'docs', says: 'has other texts or samples' },
  'unnamed-change': {
    operation: 'additive',
    says: 'differs in something that this comparison has no name for',
  },

  'parameter-added': { request: 'additive', says: 'is new and optional' },
  'required-parameter-added': { request: 'breaking', says: 'is new and required' },
  'parameter-removed': { request: 'breaking', says: 'is gone' },
  'parameter-renamed': { request: 'breaking', says: 'has another name' },
  'name-added': { request: 'additive', says: 'is a new name; the earlier one goes on working' },
  'parameter-relocated': { request: 'breaking', says: 'is sent elsewhere' },
  'parameter-became-required': { request: 'breaking', says: 'is required now' },
  'parameter-became-optional': { request: 'additive', says: 'is optional now' },
  'parameter-form-changed': { request: 'moved', says: 'is written differently in the URL' },

  'body-added': { request: 'additive', says: 'is new and optional' },
  'required-body-added': { request: 'breaking', says: 'is new and required' },
  'body-removed': { request: 'breaking', says: 'is gone' },
  'body-became-required': { request: 'breaking', says: 'is required now' },
  'body-became-optional': { request: 'additive', says: 'is optional now' },
  'body-encoding-changed': { request: 'moved', says: 'is encoded differently' },

  'field-added': { request: 'additive', response: 'additive', says: 'is new' },
  'required-field-added': { request: 'breaking', response: 'additive', says: 'is new and required' },
  'field-removed': { request: 'breaking', response: 'breaking', says: 'is gone' },
  'field-renamed': { request: 'breaking', response: 'breaking', says: 'has another name' },
  'field-became-required': { request: 'breaking', response: 'additive', says: 'is required now' },
  'field-became-optional': { request: 'additive', response: 'breaking', says: 'may be missing now' },
  'type-changed': { request: 'breaking', response: 'breaking', says: 'has another type' },
  'type-widened': { request: 'additive', response: 'breaking', says: 'may have further types' },
  'type-narrowed': { request: 'breaking', response: 'additive', says: 'may have fewer types' },
  'null-allowed': { request: 'additive', response: 'breaking', says: 'may be null now' },
  'null-refused': { request: 'breaking', response: 'additive', says: 'may no longer be null' },
  'values-added': { request: 'additive', response: 'breaking', says: 'has further values' },
  'values-removed': { request: 'breaking', response: 'additive', says: 'has fewer values' },
  'values-listed': { request: 'breaking', response: 'additive', says: 'may have listed values only' },
  'values-opened': { request: 'additive', response: 'breaking', says: 'may have any value now' },
  'variant-added': { request: 'additive', response: 'breaking', says: 'has a further variant' },
  'variant-removed': { request: 'breaking', response: 'additive', says: 'has a variant less' },
  'format-changed': { request: 'breaking', response: 'breaking', says: 'has another format' },
  'limit-tightened': { request: 'breaking', response: 'additive', says: 'has a tighter limit' },
  'limit-loosened': { request: 'additive', response: 'additive', says: 'has a looser limit' },
  'unknown-fields-refused': { request: 'breaking', response: 'additive', says: 'takes no other fields' },
  'unknown-fields-allowed': { request: 'additive', response: 'additive', says: 'takes other fields' },
  'default-changed': { request: 'additive', response: 'additive', says: 'has another default' },

  'envelope-changed': { response: 'breaking', says: 'has another envelope' },
  'response-body-removed': { response: 'breaking', says: 'has no body any more' },
  'response-body-added': { response: 'additive', says: 'has a body now' },
  'response-type-changed': { response: 'breaking', says: 'has another media type' },
  'success-status-added': { response: 'additive', says: 'is a further success' },
  'success-status-removed': { response: 'additive', says: 'is no longer a success' },
  'success-status-changed': { response: 'moved', says: 'is the status of a success now' },
  'error-status-added': { response: 'additive', says: 'is a further failure' },
  'error-status-removed': { response: 'additive', says: 'is no longer listed as a failure' },
  'error-body-changed': { response: 'additive', says: 'has another body' },
} as const satisfies Record<string, Meaning>;

export type Kind = keyof typeof table;

/** All of them, for tests and documents. */
export const kinds: Readonly<Record<Kind, Meaning>> = table;

/** What a change of this kind means on this side. */
export function severityOf(kind: Kind, side: Side): Severity {
  const severity = kinds[kind][side];
  if (!severity) throw new Error(`A ${kind} cannot happen to a ${side}`);
  return severity;
}
