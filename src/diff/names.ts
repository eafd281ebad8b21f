// Names that an edition put in place of others, where the earlier ones go on working: the contract has both, as a family.
import { isRecord } from '../util/check.ts';
import type { Finding } from './change.ts';
import type { Described } from './document.ts';
import type { Kind } from './kinds.ts';

/** What a new name, or an earlier one that stays, looks like to a comparison that knows no families. */
const added: readonly Kind[] = [
  'field-added',
  'required-field-added',
  'parameter-added',
  'required-parameter-added',
];
const renamed: readonly Kind[] = ['field-renamed', 'parameter-renamed'];
const freed: readonly Kind[] = ['field-became-optional', 'parameter-became-optional'];

/** The findings about a request, with one for each thing that has a further name now. */
export function withFamilies(findings: readonly Finding[], was: Described, is: Described): Finding[] {
  const known = namesOf(was).flat();
  const families = namesOf(is).filter(([today = '']) => !known.includes(today));
  if (families.length === 0) return [...findings];
  return findings.flatMap((each): Finding[] => {
    const { kind, at = '', to } = each;
    const [place, name = ''] = at.split(' ');
    const isNew = added.includes(kind) || renamed.includes(kind);
    const family = families.find((names) => names[0] === (renamed.includes(kind) ? to : name));
    if (isNew && family) {
      return [{ kind: 'name-added', at: `${place} ${family[0]}`, from: family.slice(1).join(', ') }];
    }
    // Any name of the family will do, which is stated in another form of the schema.
    if (freed.includes(kind) && families.some((names) => names.includes(name))) return [];
    return kind === 'type-widened' && at === 'body' ? [] : [each];
  });
}

function namesOf({ source }: Described): string[][] {
  const { operation } = source;
  const families = isRecord(operation) ? operation['x-altegio-families'] : undefined;
  return Array.isArray(families) ? families.map(({ names }: { names: string[] }) => names) : [];
}
