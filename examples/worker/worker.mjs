// A Cloudflare Worker in front of the API: a site asks it for free times, and no token reaches a browser.
// GET /times?team_member=11&service=501&date=2026-03-23
import { createClient, isAltegioApiError } from 'altegio-sdk';
import { booking } from 'altegio-sdk/booking';

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== '/times') return new Response('not found', { status: 404 });
    const client = createClient(booking, {
      partnerToken: env.ALTEGIO_PARTNER_TOKEN,
      baseUrl: env.ALTEGIO_BASE_URL,
      // A visitor waits: better no times after five seconds than a page that hangs.
      deadlineMs: 5000,
    });
    try {
      const { data } = await client.get_time_slots_for_booking({
        path: {
          location_id: Number(env.ALTEGIO_LOCATION_ID),
          team_member_id: Number(searchParams.get('team_member') ?? 0),
          date: searchParams.get('date'),
        },
        query: { 'service_ids[]': [Number(searchParams.get('service'))] },
      });
      return Response.json(data.map(({ time, datetime }) => ({ time, datetime })));
    } catch (error) {
      // The error says what to do, for you; a visitor gets the status alone.
      console.error(error.message);
      const status = isAltegioApiError(error) && error.status < 500 ? 400 : 502;
      return Response.json({ error: 'no times' }, { status });
    }
  },
};
