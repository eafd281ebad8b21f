// Compares what two schemas allow, field by field. What a difference means is the table's matter (kinds.ts).
import { type Finding, within } from './change.ts';
import { type Node, resolve, type Schema } from './document.ts';
import type { Kind } from './kinds.ts';
import { renames } from './renames.ts';
import { canonical, factsOf } from './sameness.ts';
import { lowerLimits, type Shape, shapeOf, upperLimits } from './shape.ts';

/** Compares schemas of two documents; `at` of a finding is the way to the field, `''` for the schema itself. */
export type CompareSchemas = (was: Schema | undefined, is: Schema | undefined) => readonly Finding[];

/** Remembers what it has compared: most operations share their schemas, and a schema may contain itself. */
export function schemaComparison(before: Node, after: Node): CompareSchemas {
  const known = new Map<Node, Map<Node, readonly Finding[]>>();
  const compare: CompareSchemas = (rawWas = {}, rawIs = {}) => {
    const [was, is] = [resolve(before, rawWas), resolve(after, rawIs)];
    const of = known.get(was) ?? new Map<Node, readonly Finding[]>();
    known.set(was, of);
    const found = of.get(is);
    if (found) return found;
    of.set(is, []);
    const findings = compareShapes(shapeOf(before, was), shapeOf(after, is), compare);
    of.set(is, findings);
    return findings;
  };
  return compare;
}

function compareShapes(was: Shape, is: Shape, compare: CompareSchemas): Finding[] {
  const types = compareTypes(was, is);
  // Of another type nothing else can be compared.
  if (types.some(({ kind }) => kind === 'type-changed')) return types;
  return [
    ...types,
    ...compareNull(was, is),
    ...compareValues(was, is),
    ...compareFormat(was, is),
    ...compareLimits(was, is),
    ...compareDefault(was, is),
    ...compareFields(was, is, compare),
    ...compareVariants(was, is, compare),
    ...(was.items && is.items ? below('[]', compare(was.items, is.items)) : []),
  ];
}

/** Whether two schemas are near enough for one to be the other under another name. */
export function isAlike(findings: readonly Finding[]): boolean {
  return !findings.some(({ kind, at }) => kind === 'type-changed' || at !== '');
}

/** Findings inside a field. */
function below(name: string, findings: readonly Finding[]): Finding[] {
  return findings.map((each) => ({ ...each, at: within(name, each.at) }));
}

function compareTypes(was: Shape, is: Shape): Finding[] {
  const grown = !covers(was, is);
  const shrunk = !covers(is, was);
  if (!grown && !shrunk) return [];
  const kind: Kind = grown && shrunk ? 'type-changed' : grown ? 'type-widened' : 'type-narrowed';
  return [{ kind, at: '', from: typesText(was), to: typesText(is) }];
}

/** Whether everything of the second type is of the first type too. */
function covers({ types }: Shape, other: Shape): boolean {
  if (types.size === 0) return true;
  if (other.types.size === 0) return false;
  return [...other.types].every((each) => types.has(each) || (each === 'integer' && types.has('number')));
}

function typesText({ types }: Shape): string {
  return types.size === 0 ? 'anything' : [...types].join(' | ');
}

function compareNull(was: Shape, is: Shape): Finding[] {
  // Anything holds null already.
  if (was.isNullable === is.isNullable || was.types.size === 0 || is.types.size === 0) return [];
  return [{ kind: is.isNullable ? 'null-allowed' : 'null-refused', at: '' }];
}

function compareValues({ values: was }: Shape, { values: is }: Shape): Finding[] {
  if (!was && !is) return [];
  if (!was) return [{ kind: 'values-listed', at: '', to: listText(is!) }];
  if (!is) return [{ kind: 'values-opened', at: '', from: listText(was) }];
  const added = [...is].filter((each) => !was.has(each));
  const removed = [...was].filter((each) => !is.has(each));
  const findings: Finding[] = [];
  if (added.length > 0) findings.push({ kind: 'values-added', at: '', to: listText(added) });
  if (removed.length > 0) findings.push({ kind: 'values-removed', at: '', from: listText(removed) });
  return findings;
}

/** Bounded: lists of time zones are long. */
function listText(values: Iterable<string>): string {
  const all = [...values];
  return all.length <= 8 ? all.join(', ') : `${all.slice(0, 8).join(', ')}, … (${all.length})`;
}

function compareFormat({ format: was }: Shape, { format: is }: Shape): Finding[] {
  if (was === is) return [];
  const kind: Kind =
    was === undefined ? 'limit-tightened' : is === undefined ? 'limit-loosened' : 'format-changed';
  return [{ kind, at: '', from: was ?? 'any format', to: is ?? 'any format' }];
}

function compareLimits({ limits: was }: Shape, { limits: is }: Shape): Finding[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): Finding[] => {
    const [old, now] = [was.get(name), is.get(name)];
    if (canonical(old) === canonical(now)) return [];
    const isTighter =
      old === undefined ||
      (now !== undefined &&
        (upperLimits.includes(name)
          ? Number(now) < Number(old)
          : lowerLimits.includes(name)
            ? Number(now) > Number(old)
            : now !== false));
    const text = (value: unknown) => (value === undefined ? `no ${name}` : `${name} ${value}`);
    return [
      { kind: isTighter ? 'limit-tightened' : 'limit-loosened', at: '', from: text(old), to: text(now) },
    ];
  });
}

function compareDefault({ default: was }: Shape, { default: is }: Shape): Finding[] {
  return was === is ? [] : [{ kind: 'default-changed', at: '', from: was ?? 'none', to: is ?? 'none' }];
}

function compareFields(was: Shape, is: Shape, compare: CompareSchemas): Finding[] {
  const findings: Finding[] = [];
  const removed = [...was.fields].filter(([name]) => !is.fields.has(name));
  const added = [...is.fields].filter(([name]) => !was.fields.has(name));
  const renamable = ({ required }: Shape, [name, schema]: [string, Schema]) => ({
    name,
    schema,
    required: required.has(name),
  });
  const renamed = renames(
    removed.map((each) => renamable(was, each)),
    added.map((each) => renamable(is, each)),
    (one, other) => isAlike(compare(one, other)),
  );
  const isRenamed = (name: string) => renamed.some((pair) => pair.includes(name));
  for (const [from, to] of renamed) {
    findings.push({ kind: 'field-renamed', at: from, to });
    findings.push(...below(to, compare(was.fields.get(from), is.fields.get(to))));
  }
  for (const [name] of removed) if (!isRenamed(name)) findings.push({ kind: 'field-removed', at: name });
  for (const [name] of added) {
    const kind = is.required.has(name) ? 'required-field-added' : 'field-added';
    if (!isRenamed(name)) findings.push({ kind, at: name });
  }
  for (const [name, schema] of was.fields) {
    const now = is.fields.get(name);
    if (!now) continue;
    const [wasRequired, isRequired] = [was.required.has(name), is.required.has(name)];
    if (!wasRequired && isRequired) findings.push({ kind: 'field-became-required', at: name });
    if (wasRequired && !isRequired) findings.push({ kind: 'field-became-optional', at: name });
    findings.push(...below(name, compare(schema, now)));
  }
  if (was.isOpen !== is.isOpen)
    findings.push({ kind: is.isOpen ? 'unknown-fields-allowed' : 'unknown-fields-refused', at: '' });
  return findings;
}

/** Equal variants first, the others in their order. */
function compareVariants(was: Shape, is: Shape, compare: CompareSchemas): Finding[] {
  const isSame = (one: Schema, other: Schema) =>
    canonical(factsOf(one)) === canonical(factsOf(other)) && compare(one, other).length === 0;
  const old = was.variants.filter((each) => !is.variants.some((other) => isSame(each, other)));
  const now = is.variants.filter((each) => !was.variants.some((other) => isSame(other, each)));
  const paired = old.slice(0, now.length).flatMap((each, index) => compare(each, now[index]));
  return [
    ...paired,
    ...now.slice(old.length).map((): Finding => ({ kind: 'variant-added', at: '' })),
    ...old.slice(now.length).map((): Finding => ({ kind: 'variant-removed', at: '' })),
  ];
}
