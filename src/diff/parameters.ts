// Compares the parameters of an operation.
import { type Finding, within } from './change.ts';
import type { Described, Parameter } from './document.ts';
import { renames } from './renames.ts';
import { type CompareSchemas, isAlike } from './schemas.ts';

/** Every difference between the parameters of two editions of an operation. */
export function compareParameters(was: Described, is: Described, compare: CompareSchemas): Finding[] {
  const pairs = pairsOf(was, is, compare);
  const removed = was.parameters.filter((each) => !pairs.some(([old]) => old === each));
  const added = is.parameters.filter((each) => !pairs.some(([, now]) => now === each));
  return [
    ...removed.map((each): Finding => ({ kind: 'parameter-removed', at: place(each) })),
    ...added.map(
      (each): Finding => ({
        kind: each.required ? 'required-parameter-added' : 'parameter-added',
        at: place(each),
      }),
    ),
    ...pairs.flatMap(([old, now]) => comparePair(old, now, compare)),
  ];
}

function place({ in: where, name }: Parameter): string {
  return `${where} ${name}`;
}

/** As the API's frameworks read them: `ids` and `ids[]` are one parameter. */
function bareName({ name }: Parameter): string {
  return name.replace(/\[\]$/, '');
}

type Pair = readonly [was: Parameter, is: Parameter];

/** By place and name; then by name alone; then by position in the path; then by likeness. */
function pairsOf(was: Described, is: Described, compare: CompareSchemas): Pair[] {
  const pairs: Pair[] = [];
  const open = (list: readonly Parameter[], side: 0 | 1) =>
    list.filter((each) => !pairs.some((pair) => pair[side] === each));
  const pairBy = (fits: (old: Parameter, now: Parameter) => boolean) => {
    for (const old of open(was.parameters, 0)) {
      const now = open(is.parameters, 1).find((each) => fits(old, each));
      if (now) pairs.push([old, now]);
    }
  };
  pairBy((old, now) => old.in === now.in && old.name === now.name);
  pairBy((old, now) => old.in === now.in && bareName(old) === bareName(now));
  pairBy((old, now) => old.in !== now.in && bareName(old) === bareName(now));
  const [oldNames, newNames] = [namesIn(was.path), namesIn(is.path)];
  if (oldNames.length === newNames.length) {
    pairBy(
      (old, now) =>
        isInPath(old) && isInPath(now) && oldNames.indexOf(old.name) === newNames.indexOf(now.name),
    );
  }
  for (const where of ['query', 'header']) {
    const inside = (list: readonly Parameter[]) => list.filter((each) => each.in === where);
    const [removed, added] = [inside(open(was.parameters, 0)), inside(open(is.parameters, 1))];
    const found = renames(removed, added, (old, now) => isAlike(compare(old, now)));
    pairBy(
      (old, now) => old.in === where && found.some(([from, to]) => from === old.name && to === now.name),
    );
  }
  return pairs;
}

function isInPath({ in: where }: Parameter): boolean {
  return where === 'path';
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
}

function comparePair(was: Parameter, is: Parameter, compare: CompareSchemas): Finding[] {
  const at = place(is);
  const findings: Finding[] = [];
  if (was.in !== is.in) findings.push({ kind: 'parameter-relocated', at: place(was), to: at });
  else if (bareName(was) !== bareName(is))
    findings.push({ kind: 'parameter-renamed', at: place(was), to: is.name });
  else if (was.name !== is.name)
    findings.push({ kind: 'parameter-form-changed', at: place(was), to: is.name });
  else if (was.form !== is.form && was.form && is.form) findings.push({ kind: 'parameter-form-changed', at });
  if (!was.required && is.required) findings.push({ kind: 'parameter-became-required', at });
  if (was.required && !is.required) findings.push({ kind: 'parameter-became-optional', at });
  const inside = compare(was.schema, is.schema);
  return [...findings, ...inside.map((each) => ({ ...each, at: within(at, each.at) }))];
}
