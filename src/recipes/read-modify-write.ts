// Changes some fields of a thing whose PUT replaces all of it.
import { type ReplacingWrites, replacingWrites } from '../../generated/recipes.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import { isRecord } from '../util/check.ts';
import { isSame, type ReplacingWrite, replacementOf } from './replacement.ts';

type BodyOf<Write extends keyof ReplacingWrites> = NonNullable<ReplacingWrites[Write]['input']['body']>;

/** The fields to change: whole values, lists too. */
export type Change<Write extends keyof ReplacingWrites> = {
  [Name in keyof BodyOf<Write>]?: BodyOf<Write>[Name] | undefined;
};

/** What {@link readModifyWrite} takes: the input of the write, with a change in place of its body. */
export type ReadModifyWriteInput<Write extends keyof ReplacingWrites> = Omit<
  ReplacingWrites[Write]['input'],
  'body'
> & {
  /**
   * The fields that change, or a function of what is there: of the GET's `data`, and of the body that would leave everything as
   * it is. `undefined` changes nothing.
   */
  change:
    | Change<Write>
    | ((
        current: ReplacingWrites[Write]['read'],
        body: Change<Write>,
      ) => Change<Write> | undefined | Promise<Change<Write> | undefined>);
  /** Fields that may be emptied where the GET does not show them; default: they are refused. */
  lose?: readonly (keyof BodyOf<Write> & string)[] | undefined;
};

/** What {@link readModifyWrite} has done. */
export interface Modified<Write extends keyof ReplacingWrites> {
  /** `false`: everything was so already, and nothing was sent. */
  changed: boolean;
  /** What was there. */
  before: ReplacingWrites[Write]['read'];
  /** The response of the write; `undefined` where nothing was sent. */
  response: ReplacingWrites[Write]['output'] | undefined;
}

/**
 * Changes some fields of a thing whose PUT replaces all of it: PUTs of v1 mostly empty what the body leaves out, and may
 * refuse the response of the GET as a body (both seen live). This reads the thing, takes of it what the contract says the body
 * takes, in the form that it takes it, changes what you name, and writes that. A field that the response does not show, for lack
 * of a right for example, would be emptied: that is refused before anything is written.
 *
 * The API has no conditional write: what somebody else changes between the GET and the PUT is overwritten.
 *
 * @param client the client of v1: `altegio.v1`
 * @param write which write, by its operationId: of a client, an appointment, a location or a service category
 * @param input `path`, `change`, `lose`; query and options of a call. `deadlineMs` counts for each of the two calls
 * @returns `changed`, what was there `before`, and the `response` of the write
 * @throws AltegioConfigError for a field that the body does not have, and for fields that would be emptied; nothing is written then
 * @throws what the two calls throw; with `outcome: 'unknown'` read it back before you try again
 * @example
 * import { readModifyWrite } from 'altegio-sdk/recipes';
 * const { changed } = await readModifyWrite(altegio.v1, 'update_client', {
 *   path: { location_id: 123, id: 456 },
 *   change: (client) => ({ comment: `${client.comment ?? ''} Prefers mornings.`.trim() }),
 * });
 * console.log(changed);
 */
export async function readModifyWrite<Write extends keyof ReplacingWrites>(
  client: ReplacingWrites[Write]['client'],
  write: Write,
  input: ReadModifyWriteInput<Write>,
): Promise<Modified<Write>> {
  if (!Object.hasOwn(replacingWrites, write))
    throw wrong(`the write must be one of ${Object.keys(replacingWrites).join(', ')}`);
  const facts: ReplacingWrite = replacingWrites[write];
  const { change, lose = [], query, ...call } = input as unknown as Input;
  if (typeof change !== 'function') checkNames(facts, write, change);
  const methods = client as unknown as Record<string, (input: object) => Promise<{ data: unknown }>>;
  const { data } = await methods[facts.read]!(call);
  const before = data as ReplacingWrites[Write]['read'];
  const { body, hidden } = replacementOf(facts, data);
  const wanted = typeof change === 'function' ? await change(data, body) : change;
  if (wanted === undefined) return { changed: false, before, response: undefined };
  checkNames(facts, write, wanted);
  const changes = Object.fromEntries(
    Object.entries(wanted)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [facts.alike?.[name] ?? name, value]),
  );
  const isNews = Object.entries(changes).some(([name, value]) => !isSame(body[name], value));
  if (!isNews) return { changed: false, before, response: undefined };
  const lost = hidden.filter((name) => !(name in changes) && !lose.includes(name));
  if (lost.length > 0)
    throw wrong(
      `${write} would empty ${lost.join(', ')}, which ${facts.read} did not return; name each in change, or in lose`,
    );
  const response = await methods[write]!({ ...call, ...(query && { query }), body: { ...body, ...changes } });
  return { changed: true, before, response: response as ReplacingWrites[Write]['output'] };
}

interface Input {
  change: unknown;
  lose?: readonly string[];
  query?: object;
}

function checkNames({ fields, flags, alike }: ReplacingWrite, write: string, change: unknown): void {
  if (!isRecord(change)) throw wrong('change must be an object of fields, or a function that returns one');
  const known = [fields, alike ?? {}];
  const unknown = Object.keys(change).find(
    (name) => !known.some((names) => Object.hasOwn(names, name)) && !flags.includes(name),
  );
  if (unknown !== undefined)
    throw wrong(
      `the body of ${write} has no ${unknown}; it has ${[...Object.keys(fields), ...flags].join(', ')}`,
    );
}

function wrong(what: string): AltegioConfigError {
  return new AltegioConfigError(`readModifyWrite: ${what}.`);
}
