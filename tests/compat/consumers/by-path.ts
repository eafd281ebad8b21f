// Calls by `http`, under the paths of their edition: most of them have moved since.
import { equal, ok } from 'node:assert/strict';
import { ada, altegio, book, chain_id, haircut, location_id, mira, nextTime, type Program } from './salon.js';

const { v1, v2, booking, developers } = altegio;
const path = { location_id };
const atLocation = { params: { path } };
const atChain = { params: { path: { chain_id } } };

/** A call that came back with a body and without an error. */
function worked({ data, error }: { data?: unknown; error?: unknown }): void {
  equal(error, undefined);
  ok(data);
}

export const program: Program = {
  'GET /companies': async () => worked(await v1.http.GET('/companies', { params: { query: { my: 1 } } })),
  'GET /company/{location_id}': async () => {
    const { data } = await v1.http.GET('/company/{location_id}', atLocation);
    equal(data?.data.id, location_id);
  },
  'PUT /company/{location_id}': async () =>
    worked(await v1.http.PUT('/company/{location_id}', { ...atLocation, body: { title: 'Studio Birch' } })),
  'GET /groups': async () => worked(await v1.http.GET('/groups')),
  'POST /company/{location_id}/clients/search': async () => {
    const { data } = await v1.http.POST('/company/{location_id}/clients/search', {
      ...atLocation,
      body: { page: 1, page_size: 3 },
    });
    equal(data?.data.length, 3);
  },
  'POST /company/{location_id}/clients/visits/search': async () =>
    worked(
      await v1.http.POST('/company/{location_id}/clients/visits/search', {
        ...atLocation,
        body: { client_id: ada },
      }),
    ),
  'GET /company/{location_id}/clients/files/{client_id}': async () =>
    worked(
      await v1.http.GET('/company/{location_id}/clients/files/{client_id}', {
        params: { path: { location_id, client_id: ada } },
      }),
    ),
  'GET /client/{location_id}/{id}': async () => {
    const { data, response } = await v1.http.GET('/client/{location_id}/{id}', {
      params: { path: { location_id, id: ada } },
    });
    equal(data?.data.id, ada);
    equal(response.status, 200);
  },
  'POST /clients/{location_id}': async () => {
    const { data } = await v1.http.POST('/clients/{location_id}', {
      ...atLocation,
      body: { name: 'Oskar Lind', phone: '442071230010' },
    });
    equal(data?.data.name, 'Oskar Lind');
  },
  'GET /records/{location_id}': async () => {
    const { data } = await v1.http.GET('/records/{location_id}', {
      params: { path, query: { start_date: '2026-02-01', count: 3 } },
    });
    ok(data?.data.every(({ company_id }) => company_id === location_id));
  },
  'POST /records/{location_id}': async () => {
    const { data } = await v1.http.POST('/records/{location_id}', {
      ...atLocation,
      body: {
        staff_id: mira,
        services: [{ id: haircut }],
        client: { phone: '442071234567', name: 'Ada Berg' },
        datetime: nextTime(),
        seance_length: 2700,
        save_if_busy: false,
      },
    });
    equal(data?.data.staff_id, mira);
  },
  'GET /record/{location_id}/{record_id}': async () => {
    const { id } = await book();
    worked(
      await v1.http.GET('/record/{location_id}/{record_id}', {
        params: { path: { location_id, record_id: id } },
      }),
    );
  },
  'DELETE /record/{location_id}/{record_id}': async () => {
    const { id } = await book();
    const { error } = await v1.http.DELETE('/record/{location_id}/{record_id}', {
      params: { path: { location_id, record_id: id } },
    });
    equal(error, undefined);
  },
  'GET /services/{location_id}': async () =>
    worked(await v1.http.GET('/services/{location_id}', { params: { path, query: { staff_id: mira } } })),
  'PATCH /services/{location_id}/{service_id}': async () => {
    const { error } = await v1.http.PATCH('/services/{location_id}/{service_id}', {
      params: { path: { location_id, service_id: haircut } },
      body: {
        title: 'Haircut',
        booking_title: 'Haircut',
        category_id: 51,
        price_min: 40,
        price_max: 40,
        duration: 2700,
        is_multi: false,
        tax_variant: 0,
        vat_id: 0,
        is_need_limit_date: false,
        seance_search_start: 0,
        seance_search_step: 900,
        step: 900,
        seance_search_finish: 86400,
      },
    });
    equal(error, undefined);
  },
  'GET /service_category/{location_id}/{id}': async () =>
    worked(
      await v1.http.GET('/service_category/{location_id}/{id}', {
        params: { path: { location_id, id: 51 } },
      }),
    ),
  'POST /company/{location_id}/services/{service_id}/staff': async () =>
    worked(
      await v1.http.POST('/company/{location_id}/services/{service_id}/staff', {
        params: { path: { location_id, service_id: haircut } },
        body: { master_id: mira, seance_length: 2700, technological_card_id: null },
      }),
    ),
  'GET /staff/{location_id}': async () => {
    const { data } = await v1.http.GET('/staff/{location_id}', atLocation);
    ok(data?.data.some(({ id }) => id === mira));
  },
  'PUT /staff/{location_id}/{team_member_id}': async () =>
    worked(
      await v1.http.PUT('/staff/{location_id}/{team_member_id}', {
        params: { path: { location_id, team_member_id: mira } },
        body: { weight: 5 },
      }),
    ),
  'GET /company/{location_id}/staff/schedule': async () =>
    worked(
      await v1.http.GET('/company/{location_id}/staff/schedule', {
        params: { path, query: { start_date: '2026-03-23', end_date: '2026-03-29' } },
      }),
    ),
  'POST /company/{location_id}/staff/quick': async () =>
    worked(
      await v1.http.POST('/company/{location_id}/staff/quick', {
        ...atLocation,
        body: {
          name: 'Nils Ode',
          specialization: 'Barber',
          position_id: null,
          phone_number: null,
          user_email: 'nils@example.com',
          user_phone: '442071230011',
          is_user_invite: false,
        },
      }),
    ),
  'GET /timetable/dates/{location_id}/{date}': async () =>
    worked(
      await v1.http.GET('/timetable/dates/{location_id}/{date}', {
        params: { path: { location_id, date: '2026-03-23' }, query: { staff_id: mira } },
      }),
    ),
  'GET /company/{location_id}/users': async () =>
    worked(await v1.http.GET('/company/{location_id}/users', atLocation)),
  'GET /company/{location_id}/users/{user_id}/permissions': async () =>
    worked(
      await v1.http.GET('/company/{location_id}/users/{user_id}/permissions', {
        params: { path: { location_id, user_id: 5 } },
      }),
    ),
  'GET /company/{location_id}/booking_forms': async () =>
    worked(await v1.http.GET('/company/{location_id}/booking_forms', atLocation)),
  'GET /company/{location_id}/settings/online': async () =>
    worked(await v1.http.GET('/company/{location_id}/settings/online', atLocation)),
  'GET /company/{location_id}/analytics/overall': async () =>
    worked(
      await v1.http.GET('/company/{location_id}/analytics/overall', {
        params: { path, query: { date_from: '2026-02-01', date_to: '2026-02-28' } },
      }),
    ),
  'GET /company/{location_id}/salary/period/staff/{team_member_id}': async () => {
    const { error } = await v1.http.GET('/company/{location_id}/salary/period/staff/{team_member_id}', {
      params: {
        path: { location_id, team_member_id: mira },
        query: { date_from: '2026-02-01', date_to: '2026-02-28' },
      },
    });
    equal(error, undefined);
  },
  'GET /transactions/{location_id}': async () =>
    worked(
      await v1.http.GET('/transactions/{location_id}', {
        params: { path, query: { master_id: mira, count: 5 } },
      }),
    ),
  'GET /goods/{location_id}': async () =>
    worked(await v1.http.GET('/goods/{location_id}', { params: { path, query: { term: 'soap' } } })),
  'GET /activity/{location_id}/search': async () =>
    worked(
      await v1.http.GET('/activity/{location_id}/search', {
        params: { path, query: { from: '2026-03-01', till: '2026-03-31' } },
      }),
    ),
  'GET /chain/{chain_id}/loyalty/abonement_types': async () =>
    worked(await v1.http.GET('/chain/{chain_id}/loyalty/abonement_types', atChain)),
  'GET /chain/{chain_id}/loyalty/certificate_types': async () =>
    worked(await v1.http.GET('/chain/{chain_id}/loyalty/certificate_types', atChain)),
  'GET /chain/{chain_id}/loyalty/programs/{loyalty_program_id}': async () =>
    worked(
      await v1.http.GET('/chain/{chain_id}/loyalty/programs/{loyalty_program_id}', {
        params: { path: { chain_id, loyalty_program_id: 2 } },
      }),
    ),
  'GET /user/loyalty/abonements': async () =>
    worked(await v1.http.GET('/user/loyalty/abonements', { params: { query: { company_id: location_id } } })),
  'GET /visits/{visit_id}': async () => {
    const { visit_id } = await book();
    worked(await v1.http.GET('/visits/{visit_id}', { params: { path: { visit_id } } }));
  },
  'GET /locations/{location_id}/services': async () =>
    worked(await v2.http.GET('/locations/{location_id}/services', { params: { path, query: { limit: 5 } } })),
  'GET /locations/{location_id}/team_members': async () =>
    worked(await v2.http.GET('/locations/{location_id}/team_members', atLocation)),
  'GET /book_dates/{location_id}': async () =>
    worked(await booking.http.GET('/book_dates/{location_id}', atLocation)),
  'GET /hooks_settings/{location_id}': async () =>
    worked(await developers.http.GET('/hooks_settings/{location_id}', atLocation)),
};
