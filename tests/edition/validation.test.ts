// The watch over real operations of this edition, on the fake: what it reports, and that no call notices.
import { describe, expect, it, vi } from 'vitest';
import { validators } from '../../generated/validation/index.js';
import { createFakeAltegio } from '../../src/testing.ts';
import { validatorsOf } from '../../src/validation/validators.ts';
import { type ContractWatchOptions, createContractWatch, type Finding } from '../../src/validation.ts';
import { appointment, clientOf, now, path, refusal } from '../support/fake.ts';

type Body = { data: Record<string, unknown>[] & Record<string, unknown> } & Record<string, unknown>;

/** A client of a fake whose responses are changed on their way, and a watch over all of its calls. */
function watched(
  change: (body: Body) => void,
  { status, ...options }: ContractWatchOptions & { status?: number } = {},
) {
  const fake = createFakeAltegio({ clock: () => now });
  const fetch: typeof globalThis.fetch = async (...request) => {
    const response = await fake.fetch(...request);
    const body = (await response.json()) as Body;
    change(body);
    const { headers } = response;
    return new Response(JSON.stringify(body), { headers, status: status ?? response.status });
  };
  const findings: Finding[] = [];
  const watch = createContractWatch({ sample: 1, onFinding: (each) => findings.push(each), ...options });
  const altegio = clientOf(fake, { fetch, hooks: watch.hooks });
  const found = async () => {
    await watch.settled();
    return findings.map(
      ({ pointer, kind, expected, seen }) => `${pointer} ${kind}: ${expected}, not ${seen}`,
    );
  };
  return { altegio, fake, watch, found, findings };
}

const list = { path, query: { start_date: '2026-03-01' } };

describe('a watch', () => {
  it('finds nothing in what the fake responds with', async () => {
    const { altegio, watch, found } = watched(() => {}, { requests: true });
    await altegio.v1.create_appointment({ path, body: appointment });
    await altegio.v1.get_appointment_list(list);
    await altegio.v1.get_client_list({ path, body: {} });
    expect(await found()).toEqual([]);
    expect(watch.reportDrift({ format: 'json' })).toMatchObject({
      checked: 5,
      skipped: 0,
      failed: 0,
      drift: [],
    });
    expect(watch.reportDrift()).toContain('None found.');
  });

  it('reports a missing field, another type and null where it is not allowed, each without its value', async () => {
    const { altegio, found, findings } = watched(({ data: [row] }) => {
      delete row!.id;
      row!.seance_length = '45 min';
      row!.datetime = null;
    });
    await altegio.v1.get_appointment_list(list);
    expect((await found()).sort()).toEqual([
      '/data/0/datetime type: string, not null',
      '/data/0/id missing: number, not nothing',
      '/data/0/seance_length type: number, not string',
    ]);
    expect(findings.at(-1)).toMatchObject({
      api: 'v1',
      operationId: 'get_appointment_list',
      direction: 'response',
    });
    expect(JSON.stringify(findings)).not.toContain('45 min');
  });

  it('reports a code that has no name yet', async () => {
    const { altegio, found } = watched(
      ({ data: [row] }) => {
        row!.visit_attendance = 17;
      },
      { codes: true },
    );
    await altegio.v1.get_appointment_list(list);
    expect(await found()).toContain('/data/0/visit_attendance code: one of -1, 0, 1, 2, not integer');
  });

  it('leaves failures to the errors, those with the status 200 too', async () => {
    const { altegio, watch, found } = watched((body) =>
      Object.assign(body, { success: false, data: null, meta: { message: 'No' } }),
    );
    await refusal(altegio.v1.get_appointment_list(list));
    expect(await found()).toEqual([]);
    expect(watch.reportDrift({ format: 'json' })).toMatchObject({ checked: 0, skipped: 1 });
  });

  it('reports a success with another status, and checks its body all the same', async () => {
    const { altegio, found } = watched(({ data: [row] }) => delete row!.id, { status: 206 });
    await altegio.v1.get_appointment_list(list);
    expect(await found()).toEqual([' status: 200, not 206', '/data/0/id missing: number, not nothing']);
  });

  it('reports undeclared fields when it is asked to', async () => {
    const change = ({ data }: Body) => Object.assign(data[0]!, { brand_new: 'secret text' });
    const quiet = watched(change);
    await quiet.altegio.v1.get_client_list({ path, body: {} });
    expect(await quiet.found()).toEqual([]);
    const loud = watched(change, { undeclared: true });
    await loud.altegio.v1.get_client_list({ path, body: {} });
    expect(await loud.found()).toContain('/data/0/brand_new undeclared: no such field, not string');
    expect(JSON.stringify(loud.watch.reportDrift({ format: 'json' }))).not.toContain('secret text');
  });

  it.each(['v1', 'v2'])(
    'knows an operation of %s by its URL, should another version have it in the same place',
    (api) => {
      const url = `https://api.alteg.io/api/${api}/locations/1/events/2`;
      expect(validatorsOf('get_event', 'GET /locations/{location_id}/events/{event_id}', url)?.api).toBe(api);
    },
  );

  it('tells operations apart whose ids two APIs have', async () => {
    const { altegio, findings, found } = watched((body) => Object.assign(body, { data: 'nothing' }));
    await altegio.v1.get_event({ path: { ...path, event_id: 1 } }).catch(() => {});
    await altegio.v2.get_event({ path: { ...path, event_id: 1 } }).catch(() => {});
    await found();
    expect(findings.map(({ api, operationId }) => `${api} ${operationId}`)).toEqual([
      'v1 get_event',
      'v2 get_event',
    ]);
  });
});

describe('a call under a watch', () => {
  it('has its data before anything is parsed, and may change it', async () => {
    const { altegio, found } = watched(() => {});
    const { data } = await altegio.v1.get_client_list({ path, body: {} });
    for (const row of data as Record<string, unknown>[]) row.id = 'changed';
    expect(await found()).toEqual([]);
  });

  it('notices nothing of a callback that throws', async () => {
    const { altegio, watch } = watched(({ data }) => delete data[0]!.id, {
      onFinding: () => {
        throw new Error('mine');
      },
    });
    await altegio.v1.get_client_list({ path, body: {} });
    await watch.settled();
    expect(watch.reportDrift({ format: 'json' })).toMatchObject({ checked: 1, failed: 0 });
  });

  it('notices nothing of a validation that fails', async () => {
    const { altegio, watch } = watched(() => {});
    const load = vi.spyOn(validators.v1, 'get_client_list').mockRejectedValue(new Error('no such module'));
    await altegio.v1.get_client_list({ path, body: {} });
    await watch.settled();
    load.mockRestore();
    expect(watch.reportDrift({ format: 'json' })).toMatchObject({ checked: 0, failed: 1 });
    expect(watch.reportDrift()).toContain('1 not checked, since the validation failed');
  });

  it('is sampled by chance', async () => {
    const chance = [0.09, 0.1, 0.5, 0.01];
    const { altegio, watch } = watched(() => {}, { sample: 0.1, random: () => chance.shift()! });
    for (let calls = 0; calls < 4; calls++) await altegio.v1.get_client_list({ path, body: {} });
    await watch.settled();
    expect(watch.reportDrift({ format: 'json' }).checked).toBe(2);
  });

  it('is skipped where its body is larger than maxBytes, or too many wait', async () => {
    const small = watched(() => {}, { maxBytes: 100 });
    await small.altegio.v1.get_client_list({ path, body: {} });
    await small.watch.settled();
    expect(small.watch.reportDrift({ format: 'json' })).toMatchObject({ checked: 0, skipped: 1 });
    const { altegio, watch } = watched(() => {});
    await Promise.all(Array.from({ length: 50 }, () => altegio.v1.get_client_list({ path, body: {} })));
    await watch.settled();
    const { checked, skipped } = watch.reportDrift({ format: 'json' });
    expect(checked + skipped).toBe(50);
    expect(checked).toBeGreaterThanOrEqual(20);
  });
});

describe('requests under a watch', () => {
  it('are checked when it is asked to, refused ones too', async () => {
    const { altegio, found, findings } = watched(() => {}, { requests: true });
    const body = { ...appointment, staff_id: 'eleven' } as unknown as typeof appointment;
    await refusal(altegio.v1.create_appointment({ path, body }));
    expect(await found()).toEqual(['/staff_id type: number, not string']);
    expect(findings[0]).toMatchObject({ direction: 'request', operationId: 'create_appointment' });
  });

  it('have a code reported that the contract does not list', async () => {
    const { altegio, found } = watched(() => {}, { requests: true });
    const body = { order_by_direction: 'up' as never };
    await altegio.v1.get_client_list({ path, body }).catch(() => {});
    expect(await found()).toEqual([
      '/order_by_direction value: one of "ASC", "DESC", "asc", "desc", not string',
    ]);
  });
});
