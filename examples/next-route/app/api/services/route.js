// GET /api/services: the services of the location, for the pages of this site. The tokens stay on the server.
import { createAltegio, isAltegioError } from 'altegio-sdk';

// Always at request time: a build has no tokens.
export const dynamic = 'force-dynamic';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;

export async function GET(request) {
  const altegio = createAltegio({
    partnerToken: ALTEGIO_PARTNER_TOKEN,
    userToken: ALTEGIO_USER_TOKEN,
    baseUrl: ALTEGIO_BASE_URL,
  });
  try {
    const { data } = await altegio.v1.get_service_list({
      path: { location_id: Number(ALTEGIO_LOCATION_ID) },
      signal: request.signal,
    });
    return Response.json(data.map(({ id, title, price_min }) => ({ id, title, price_min })));
  } catch (error) {
    if (!isAltegioError(error)) throw error;
    console.error(error.callId, error.message);
    return Response.json({ error: 'try again later' }, { status: 502 });
  }
}
