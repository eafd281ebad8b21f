// Compares one body with the contract.
import { isRecord } from '../util/check.ts';
import { type DriftKind, type Finding, typeOf } from './finding.ts';
import type { Entry, OperationValidators, Validator } from './validators.ts';

/** A finding, less what is the same for all of a body. */
export type Difference = Pick<Finding, 'kind' | 'pointer' | 'expected' | 'seen'>;

/** What is reported though it breaks nothing. */
export interface Also {
  undeclared?: boolean | undefined;
  codes?: boolean | undefined;
}

/** Differences of a successful response. `undefined`: the contract does not describe its body. */
export function checkResponse(
  { responses, isMaybeBare }: OperationValidators,
  status: number,
  body: unknown,
  also: Also = {},
): Difference[] | undefined {
  // A failure, whatever its status says.
  if (isRecord(body) && body.success === false) return undefined;
  const known = Object.keys(responses);
  if (known.length === 0) return undefined;
  const own = responses[status];
  const unknown: Difference[] = own
    ? []
    : [{ kind: 'status', pointer: '', expected: known.join(' or '), seen: String(status) }];
  // Under a new status most likely comes what came before.
  const validate = own ?? (known.length === 1 ? responses[known[0]!]! : undefined);
  if (!validate) return unknown;
  const isBare = isMaybeBare && isRecord(body) && !('success' in body);
  const value = isBare ? { success: true, data: body, meta: [] } : body;
  const found = check(validate, value, also);
  return [...unknown, ...(isBare ? found.map(withoutEnvelope) : found)];
}

function withoutEnvelope(difference: Difference): Difference {
  return { ...difference, pointer: difference.pointer.replace(/^\/data/, '') };
}

/** Everything that is wrong with a value. */
export function check(validate: Validator, value: unknown, { undeclared, codes }: Also = {}): Difference[] {
  const more: Difference[] = [];
  const entries = validate(value, '', undeclared ? noteUndeclared(more) : undefined) ?? [];
  const reported = codes ? entries : entries.filter(([, kind]) => kind !== 'code');
  return [...withoutEchoes(reported).map(differenceOf), ...more];
}

/** Of a choice between forms what each of them had to say is left out, and of a wrong type that its value is wrong too. */
function withoutEchoes(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  let wrongType: string | undefined;
  for (const entry of entries) {
    const [pointer, kind] = entry;
    if (kind === 'choice') {
      const isInside = ([inner]: Entry) => inner === pointer || inner.startsWith(`${pointer}/`);
      while (kept.length > 0 && isInside(kept.at(-1)!)) kept.pop();
    }
    if (kind === 'value' && pointer === wrongType) continue;
    if (kind === 'type') wrongType = pointer;
    kept.push(entry);
  }
  return kept;
}

function differenceOf([pointer, kind, expected, value]: Entry): Difference {
  return {
    kind: (kind === 'choice' ? 'type' : kind) as DriftKind,
    pointer: kind === 'undeclared' ? withoutData(pointer) : pointer,
    expected,
    seen: typeOf(value),
  };
}

const declaredFields = new Map<string, Set<string>>();

function noteUndeclared(found: Difference[]) {
  return (object: object, pointer: string, declared: string): void => {
    let fields = declaredFields.get(declared);
    fields ??= new Set(declared.split(' '));
    declaredFields.set(declared, fields);
    for (const [name, value] of Object.entries(object)) {
      if (fields.has(name)) continue;
      const place = withoutData(`${pointer}/${name}`);
      found.push({ kind: 'undeclared', pointer: place, expected: 'no such field', seen: typeOf(value) });
    }
  };
}

/** A name is a field's; what looks like something else (a date, a telephone number) may be data. */
function withoutData(pointer: string): string {
  const at = pointer.lastIndexOf('/') + 1;
  return /^[A-Za-z_]\w{0,63}$/.test(pointer.slice(at)) ? pointer : `${pointer.slice(0, at)}*`;
}
