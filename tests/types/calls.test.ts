// What the types allow and what they refuse: typical calls compile, typical mistakes do not.
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';

const head = `import { createAltegio, createClient, createLimiter, isAltegioApiError } from 'altegio-sdk';
import { v1, type GetClientListItem } from 'altegio-sdk/v1';
import { v2 } from 'altegio-sdk/v2';
const altegio = createAltegio({ partnerToken: 'partner', userToken: 'user' });
const path = { location_id: 1 };
void [createClient, createLimiter, isAltegioApiError, v1, v2, path];
export type Unused = GetClientListItem;
`;

const right: Record<string, string> = {
  'a read by id':
    'const { data } = await altegio.v1.get_client({ path: { location_id: 1, id: 2 } }); void data;',
  'a list with query':
    "await altegio.v1.get_appointment_list({ path, query: { page: 1, count: 50, start_date: '2026-01-01' } });",
  'a call without arguments': 'await altegio.v1.get_chain_list();',
  'a call with options only': 'await altegio.v1.get_chain_list({ timeoutMs: 1000, retry: 0 });',
  'an optional query left out': 'await altegio.v1.get_location_list();',
  'a search with a body': 'await altegio.v1.get_client_list({ path, body: { page: 1, page_size: 200 } });',
  'items of a list':
    'for await (const record of altegio.v1.get_appointment_list.items({ path })) void record.id;',
  'pages of a list':
    'for await (const page of altegio.v1.get_appointment_list.pages({ path })) void [page.items, page.total, page.cursor, page.meta];',
  'a limited array of items':
    'const clients = await altegio.v1.get_client_list.items({ path, body: {} }).toArray({ limit: 10 }); void clients[0]?.id;',
  'items of v2': 'for await (const item of altegio.v2.list_appointments.items({ path })) void item.id;',
  'a v2 read':
    'const { data } = await altegio.v2.get_service({ path: { location_id: 1, service_id: 2 }, query: { include: [] } }); void data;',
  'a delete without a response':
    'const nothing: undefined = await altegio.v1.delete_client({ path: { location_id: 1, id: 2 } }); void nothing;',
  'a file upload':
    "await altegio.v1.upload_image({ path: { entity: 'master' }, body: { image: new Blob(['x']) } });",
  'a PDF': 'const pdf: Blob = await altegio.v1.get_visit_receipt_pdf({ path: { visit_id: 1 } }); void pdf;',
  'a call by path':
    "const { data, error } = await altegio.v1.http.GET('/records/{location_id}', { params: { path } }); void [data?.data, error?.fields];",
  'a write by path':
    "await altegio.v1.http.DELETE('/client/{location_id}/{id}', { params: { path: { location_id: 1, id: 2 } } });",
  'an undocumented endpoint':
    "const response: unknown = await altegio.v1.request('GET', '/company/{location_id}/staff/0', { path }); void response;",
  'one API only':
    "const client = createClient(v2, { partnerToken: async () => 'p' }); await client.list_services({ path });",
  'another user': "await altegio.withUser('token').v1.get_chain_list();",
  'a caught error':
    'try { await altegio.v1.get_chain_list(); } catch (error) { if (isAltegioApiError(error)) void [error.status, error.fields, error.outcome]; }',
  'a limiter of its own': 'createAltegio({ partnerToken: "p", limiter: createLimiter({ perSecond: 3 }) });',
  'a code from an SMS that begins with 0':
    "await altegio.booking.create_online_booking({ path, body: { phone: '1', fullname: 'A', code: '0042', appointments: [{ id: 1, staff_id: 0, datetime: '2026-01-10T10:30:00+01:00' }] } });",
  booking: 'await altegio.booking.get_dates_available_for_booking({ path });',
};

const wrong: Record<string, string> = {
  'an unknown operation': 'await altegio.v1.get_klient({ path });',
  'an operation of another API': 'await altegio.v2.get_client_list({ path });',
  'a missing path': 'await altegio.v1.get_client();',
  'a missing path parameter': 'await altegio.v1.get_client({ path: { location_id: 1 } });',
  'a misspelt path parameter': 'await altegio.v1.get_client({ path: { location_id: 1, client_id: 2 } });',
  'a path parameter of the wrong type': 'await altegio.v1.get_client({ path: { location_id: [1], id: 2 } });',
  'a booking without appointments':
    "await altegio.booking.create_online_booking({ path, body: { phone: '1', fullname: 'A' } });",
  'a booking at no time':
    'await altegio.booking.validate_booking_params({ path, body: { appointments: [{ id: 1, staff_id: 0 }] } });',
  'flattened parameters': 'await altegio.v1.get_client({ location_id: 1, id: 2 });',
  'a body on a GET': 'await altegio.v1.get_client({ path: { location_id: 1, id: 2 }, body: {} });',
  'a query on an operation without one':
    'await altegio.v1.get_client({ path: { location_id: 1, id: 2 }, query: { a: 1 } });',
  'an unknown query parameter': 'await altegio.v1.get_appointment_list({ path, query: { pages: 1 } });',
  'a query parameter of the wrong type':
    'await altegio.v1.get_appointment_list({ path, query: { page: {} } });',
  'a missing body': 'await altegio.v1.create_appointment({ path });',
  'a missing required query': 'await altegio.v1.get_client_memberships({ query: { company_id: 1 } });',
  'a wrong enum':
    "await altegio.v1.search_client_visits({ path, body: { client_id: 1, client_phone: null, from: null, to: null, payment_statuses: ['payed'], attendance: null } });",
  'items of an operation without pages': 'altegio.v1.get_client.items({ path: { location_id: 1, id: 2 } });',
  'an array without a limit': 'await altegio.v1.get_appointment_list.items({ path }).toArray();',
  'an unknown path': "await altegio.v1.http.GET('/recordz/{location_id}', { params: { path } });",
  'a method that the path does not have':
    "await altegio.v1.http.DELETE('/records/{location_id}', { params: { path } });",
  'a missing path parameter by path': "await altegio.v1.http.GET('/records/{location_id}');",
  'a string where a Blob belongs':
    "await altegio.v1.upload_image({ path: { entity: 'master' }, body: { image: 'x' } });",
  'a missing partner token': "createAltegio({ userToken: 'user' });",
  'a timeout as text': "await altegio.v1.get_chain_list({ timeoutMs: '1s' });",
  'a field that the response does not have':
    'const { daten } = await altegio.v1.get_client_list({ path, body: {} }); void daten;',
  'a base URL for an unknown API':
    "createAltegio({ partnerToken: 'p', baseUrl: { v3: 'https://example.com' } });",
};

const number = (table: Record<string, string>, prefix: string) =>
  Object.entries(table).map(([title, code], index) => ({ title, code, file: `${prefix}${index}` }));

const good = number(right, 'right');
const bad = number(wrong, 'wrong');
const messages = compile(Object.fromEntries([...good, ...bad].map(({ file, code }) => [file, head + code])));

describe('typical calls compile', () => {
  it.each(good)('$title', ({ file }) => {
    expect(messages[file]).toEqual([]);
  });
});

it('a wrong path is refused with the nearest, and its parameters are not checked', () => {
  const wrongPath =
    "await altegio.v1.http.GET('/clientz/{location_id}/{id}', { params: { path: { location_id: 1, id: 2 } } });";
  const wrongName = "await altegio.v1.http.GET('/client/{location_id}/{client_id}', { params: { path } });";
  const found = compile({ wrongPath: head + wrongPath, wrongName: head + wrongName });
  for (const messages of Object.values(found)) {
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain('"/client/{location_id}/{id}"');
    expect(messages[0]!.length).toBeLessThan(400);
  }
});

describe('typical mistakes do not compile', () => {
  it.each(bad)('$title', ({ file }) => {
    expect(messages[file]).toHaveLength(1);
  });
});
