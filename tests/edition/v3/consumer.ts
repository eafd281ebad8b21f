// A program of a user's: it compiles against the built package, and shows what the types know.
import { type Cursor, createClient } from 'altegio-sdk';
import { v3 } from 'altegio-sdk/v3';

export async function postpone(fetch: typeof globalThis.fetch): Promise<string[]> {
  const client = createClient(v3, { partnerToken: 'access-token', limiter: false, fetch });
  const path = { location_id: 7 };
  const body = { team_member_id: 11, service_ids: [1], starts_at: '2026-12-24T10:00:00Z' };
  const made = await client.createAppointment({ path, body });
  const place = { ...path, appointment_id: made.id };
  const { response } = await client.http.GET('/locations/{location_id}/appointments/{appointment_id}', {
    params: { path: place },
  });
  const headers = { 'If-Match': response.headers.get('etag') ?? '' };
  await client.updateAppointment({ path: place, headers, body: { comment: null } });
  // @ts-expect-error: a version is required
  const forgotten = () => client.updateAppointment({ path: place, body: { comment: null } });
  // The key of a create is not.
  await client.http.POST('/locations/{location_id}/appointments', {
    params: { path },
    body: { ...body, starts_at: '2026-12-25T10:00:00Z' },
  });
  let cursor: Cursor | undefined;
  const ids: string[] = [typeof forgotten];
  for await (const page of client.listAppointments.pages({ path, size: 3 })) {
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
  }
  return [...ids, cursor?.end ? 'end' : 'more'];
}
