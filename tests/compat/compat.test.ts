// Programs of users of the last edition (July 2026), as they were written then, against today's build. What no longer
// compiles or runs fails here, unless a changeset of the next release says that it is broken. They are changed only
// with a release that was announced so.
import { beforeAll, describe, expect, it } from 'vitest';
import { announcedBy, announcedHere, type Break, isAnnounced } from './breaks.ts';
import { consumers, partsOf, tryOut } from './project.ts';

/** A program that cannot work: the check itself is checked with it. */
const broken = `
import { altegio, type Program } from './salon.js';
export const program: Program = {
  'v1.get_what_never_was': async () => {
    await altegio.v1.get_what_never_was({ path: { location_id: 1 } });
  },
};`;

describe('programs of the last edition', () => {
  const programs = consumers();
  let ran = 0;
  let breaks: Break[] = [];
  const isStaged = ({ part }: Break) => part === 'v1.get_what_never_was';

  beforeAll(async () => {
    ({ ran, breaks } = await tryOut({ ...programs, broken }));
  }, 180_000);

  it('compile and run against the build of today, apart from what a changeset announces', () => {
    const announced = announcedHere();
    expect(breaks.filter((each) => !isStaged(each) && !isAnnounced(each, announced))).toEqual([]);
  });

  it('all ran', () => {
    expect(ran).toBe(Object.values({ ...programs, broken }).flatMap(partsOf).length);
  });

  it('would be found broken, once by the compiler and once at run time', () => {
    expect(breaks.filter(isStaged)).toHaveLength(2);
  });

  it('call 60 operations by id and 40 by path', () => {
    const { 'by-id-read': read = '', 'by-id-write': write = '', 'by-path': paths = '' } = programs;
    const called = (text: string) => partsOf(text).filter((part) => text.includes(`await ${part}(`));
    expect(called(`${read}${write}`).length).toBeGreaterThanOrEqual(60);
    const byPath = partsOf(paths).filter((part) => {
      const [verb, path] = part.split(' ');
      return new RegExp(`http\\.${verb}\\(\\s*'${path!.replace(/[{}]/g, '\\$&')}'`).test(paths);
    });
    expect(byPath.length).toBeGreaterThanOrEqual(40);
  });
});

describe('a break is announced by', () => {
  const changeset = (bump: string, text: string) => `---\n"altegio-sdk": ${bump}\n---\n\n${text}\n`;
  const breaking =
    'The descriptions of the API changed.\n\nBreaking:\n\n- `v1.get_client`: gone\n\nNew:\n\n- `v1.a`: new';

  it('a major changeset that names it', () => {
    expect(announcedBy(changeset('major', '`v1.get_client` takes `id` in the query.'), '1.2.0')).toEqual([
      'v1.get_client',
      'id',
    ]);
  });

  it('the section "Breaking" of a minor one before 1.0.0, and not after', () => {
    expect(announcedBy(changeset('minor', breaking), '0.1.0')).toEqual(['v1.get_client']);
    expect(announcedBy(changeset('minor', breaking), '1.0.0')).toEqual([]);
  });

  it('no minor or patch one that merely names it', () => {
    expect(announcedBy(changeset('minor', '`v1.get_client` returns more.'), '0.1.0')).toEqual([]);
    expect(announcedBy(changeset('patch', breaking), '0.1.0')).toEqual([]);
  });

  it.each([
    ['v1.get_client', true],
    ['v1.get_client.items', true],
    ['GET /client/{location_id}/{id}', true],
    ['GET /companies', false],
    ['AltegioError', false],
  ])('the name of its operation: %s', (part, expected) => {
    expect(isAnnounced({ part, why: '' }, new Set(['v1.get_client']))).toBe(expected);
  });
});
