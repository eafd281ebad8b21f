// Checks of options and arguments as data: a rule says in words what is wrong with a value.

/** A value before its check. */
// biome-ignore lint/suspicious/noExplicitAny: what it is shows in the check
export type Unchecked = any;

/** Says what is wrong with a value, in words that follow its name; `undefined` where nothing is. */
export type Check = (value: Unchecked) => string | undefined;

export const anything: Check = () => undefined;

export const mustBe =
  (what: string, isRight: (value: Unchecked) => unknown): Check =>
  (value) =>
    isRight(value) ? undefined : `must be ${what}`;

export const upTo =
  (max: number): Check =>
  (value) =>
    Number.isFinite(value) && value >= 0 && value <= max
      ? undefined
      : `must be a number from 0 to ${max}, not ${JSON.stringify(value)}`;

export const oneOf = (...words: unknown[]) =>
  mustBe(`one of ${words.join(', ')}`, (word) => words.includes(word));

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** An object with names: no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !Array.isArray(value);

/** Whatever has these functions: an object, or a class with static ones. */
export const having = (what: string, ...names: string[]) =>
  mustBe(what, (value) => names.every((name) => typeof value[name] === 'function'));

export function firstProblem(
  checks: Record<string, Check>,
  values: object,
  unknownName: (name: string) => string,
): string | undefined {
  for (const name of Object.keys(values)) if (!Object.hasOwn(checks, name)) return unknownName(name);
  // By the names of the rules: an instance of a class has options that are no properties of its own.
  for (const name of Object.keys(checks)) {
    const value: unknown = values[name as never];
    if (value === undefined) continue;
    if (value === null && name !== 'body') return `${name} is null; leave it out`;
    const problem = checks[name]!(value);
    if (problem) return `${name} ${problem}`;
  }
  return undefined;
}
