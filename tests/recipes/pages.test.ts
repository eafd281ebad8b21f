// The code of docs/recipes, taken from the pages and run against the salon in memory.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Altegio, createAltegio } from '../../src/index.ts';
import { createFakeAltegio } from '../../src/testing.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.cache/recipes');

// biome-ignore lint/suspicious/noExplicitAny: what a page declares shows when it runs
type Recipe = Record<string, any>;

/** What a page declares, over this client. */
async function recipe(page: string, altegio: Altegio): Promise<Recipe> {
  const code = [
    ...readFileSync(join(root, 'docs/recipes', `${page}.md`), 'utf8').matchAll(/^```ts\n(.*?)^```/gms),
  ]
    .map((match) => match[1]!)
    .join('\n');
  const imports = code.match(/^import .*$/gm) ?? [];
  const local = imports.map((line) =>
    line.replace(/'altegio-sdk(?:\/(\w+))?'/, (_, entry = 'index') => `'${root}/src/${entry}.ts'`),
  );
  const body = code.replace(/^import .*$/gm, '');
  const names = [...body.matchAll(/^async function (\w+)/gm)].map((match) => match[1]);
  const file = join(folder, `${page}.ts`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `${local.join('\n')}\nexport default (altegio) => {${body}\nreturn { ${names} };\n};\n`,
  );
  const { default: declare } = (await import(pathToFileURL(file).href)) as {
    default: (altegio: Altegio) => Recipe;
  };
  return declare(altegio);
}

function salon() {
  const fake = createFakeAltegio({ clock: () => Date.parse('2026-03-02T09:00:00Z') });
  const tokens: (string | null)[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    tokens.push(new Headers(init?.headers).get('authorization'));
    return fake.fetch(input, init);
  };
  const altegio = createAltegio({ partnerToken: 'partner', userToken: 'owner', fetch, limiter: false });
  return { fake, altegio, tokens };
}

/** What a promise comes to, without its waits. */
async function soon<T>(promise: Promise<T>): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  promise.then(done, done);
  for (let step = 0; step < 100 && !isDone; step++) await vi.advanceTimersByTimeAsync(100);
  return promise;
}

afterEach(() => {
  vi.useRealTimers();
});

const runs: Record<string, () => void> = {
  'book-online': () => {
    const datetime = '2026-03-23T10:00:00+00:00';
    const order = {
      id: 4711,
      phone: '442071234567',
      name: 'Ada Berg',
      serviceId: 501,
      staffId: 11,
      datetime,
    };

    it('books, finds what was lost, and tells a taken time', async () => {
      const { fake, altegio } = salon();
      const { book } = await recipe('book-online', altegio);
      const before = fake.snapshot().appointments.length;
      fake.fail('create_online_booking', { reset: true, applied: true });
      expect(await book(order)).toBe(fake.snapshot().appointments.at(-1)!.id);
      expect(await book(order)).toBe('taken');
      expect(fake.snapshot().appointments).toHaveLength(before + 1);
    });

    it('does not book again where nobody knows, and finds it later', async () => {
      const { fake, altegio } = salon();
      const { book, lookAgain } = await recipe('book-online', altegio);
      const look = () => lookAgain(order.phone, order.name, order.id, 501, 11, datetime);
      fake.fail('create_online_booking', { status: 500 });
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      expect(await soon(book(order))).toBe('later');
      vi.useRealTimers();
      expect(fake.journal.filter(({ operationId }) => operationId === 'create_online_booking')).toHaveLength(
        1,
      );
      expect(await look()).toBeUndefined();
      const id = await book(order);
      expect(await look()).toBe(id);
    });
  },

  'export-changes': () => {
    it('brings the copy up to date, over restarts, deletions included', async () => {
      let now = Date.parse('2026-03-02T09:00:00Z');
      const fake = createFakeAltegio({ clock: () => now });
      const altegio = createAltegio({
        ...{ partnerToken: 'partner', userToken: 'user', limiter: false, fetch: fake.fetch },
      });
      const { syncAppointments } = await recipe('export-changes', altegio);
      const copy = new Map<number, boolean>();
      let stored: string | undefined;
      let saved = 0;
      const store = {
        cursor: async () => stored && JSON.parse(stored),
        async save(rows: { id: number; deleted: boolean }[], cursor: object) {
          for (const { id, deleted } of rows) copy.set(id, deleted);
          saved += rows.length;
          stored = JSON.stringify(cursor);
        },
      };
      await syncAppointments(store);
      const changed = fake
        .snapshot()
        .appointments.filter((row) => String(row.last_change_date) >= '2026-01-01');
      expect(changed.length).toBeGreaterThan(10);
      expect(copy.size).toBe(changed.length);
      now += 86_400_000;
      const record_id = changed[0]!.id as number;
      await altegio.v1.delete_appointment({ path: { location_id: 123, record_id } });
      saved = 0;
      await syncAppointments(store);
      expect(copy.get(record_id)).toBe(true);
      expect(saved).toBe(1);
    });
  },

  'change-fields': () => {
    it('changes one field, and the others stay', async () => {
      const { fake, altegio } = salon();
      const { note, confirm } = await recipe('change-fields', altegio);
      const { snapshot, journal } = fake;
      const [before] = snapshot().clients;
      expect(await note(before!.id, 'Prefers mornings.')).toBe(true);
      expect(await note(before!.id, 'Prefers mornings.')).toBe(false);
      const { comment: _, last_change_date: __, ...others } = before!;
      expect(snapshot().clients[0]).toMatchObject(others);
      const sent = journal.findLast(({ method }) => method === 'PUT')!.body;
      expect(sent).toMatchObject({ name: before!.name, phone: before!.phone, comment: 'Prefers mornings.' });
      const record = snapshot().appointments.find(({ attendance }) => attendance === 0)!;
      expect(await confirm(record.id)).toBe(true);
      const after = snapshot().appointments.find(({ id }) => id === record.id)!;
      expect(after).toMatchObject({ attendance: 2, datetime: record.datetime, services: record.services });
    });
  },

  'visitor-login': () => {
    it('acts with the token of the visitor, and leaves that of the business user', async () => {
      const { fake, altegio, tokens } = salon();
      const { sendCode, move } = await recipe('visitor-login', altegio);
      const visit = { id: 1, services: [501], staff_id: 11, datetime: '2026-03-23T10:00:00+00:00' };
      const body = { phone: '442071234567', fullname: 'Ada Berg', appointments: [visit] };
      const { data } = await altegio.booking.create_online_booking({ path: { location_id: 123 }, body });
      const booking = { id: data[0]!.record_id, hash: data[0]!.record_hash };
      await sendCode(body.phone);
      const later = '2026-03-23T12:00:00+00:00';
      expect(await move(body.phone, '4321', booking, later)).toBe(later);
      expect(fake.journal.map(({ operationId }) => operationId)).toEqual([
        'create_online_booking',
        'send_booking_verification_code',
        'log_in_with_phone_number_and_code',
        'update_online_booking_datetime',
        'get_user_appointment_list',
      ]);
      const owner = 'Bearer partner, User owner';
      expect(tokens.slice(0, 3)).toEqual([owner, owner, owner]);
      expect(tokens[3]).toMatch(/^Bearer partner, User (?!owner$)\w+$/);
      expect(tokens[4]).toBe(tokens[3]);
    });
  },
};

const pages = readdirSync(join(root, 'docs/recipes'))
  .filter((name) => name !== 'README.md')
  .map((name) => name.replace(/\.md$/, ''));

it('runs every page, and the index names each', () => {
  expect(Object.keys(runs).sort()).toEqual(pages.sort());
  const index = readFileSync(join(root, 'docs/recipes/README.md'), 'utf8');
  expect(pages.filter((name) => !index.includes(`](${name}.md)`))).toEqual([]);
});

describe.each(pages)('%s', (page) => runs[page]?.());
