// TanStack Query over `http`: openapi-react-query takes it as the client of openapi-fetch that it is. In a component this is
// `$api.useQuery('get', …)`; here the same options are run without React.
import { QueryClient } from '@tanstack/react-query';
import { createAltegio } from 'altegio-sdk';
import createQueries from 'openapi-react-query';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;
const altegio = createAltegio({
  partnerToken: ALTEGIO_PARTNER_TOKEN,
  userToken: ALTEGIO_USER_TOKEN,
  baseUrl: ALTEGIO_BASE_URL,
});
const $api = createQueries(altegio.v1.http);
// The SDK repeats what may be repeated, within the limit: a second layer of retries would only multiply them.
const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });

const params = { path: { location_id: Number(ALTEGIO_LOCATION_ID) } };
const appointments = $api.queryOptions('get', '/records/{location_id}', { params });
const { data } = await queries.fetchQuery(appointments);
console.log(`${data.length} appointments`);
await queries.fetchQuery(appointments);
console.log('again, from the cache');

const unknown = { path: { ...params.path, id: 999_999 } };
const missing = $api.queryOptions('get', '/client/{location_id}/{id}', { params: unknown });
// The error of a query is the AltegioApiError that the other ways throw.
await queries.fetchQuery(missing).catch((error) => console.log(`${error.name}: HTTP ${error.status}`));
