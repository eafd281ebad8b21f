// Calls in the log of pino: one record per call from `onDone`, and what goes wrong on the way as the SDK says it.
import { createAltegio } from 'altegio-sdk';
import { pino } from 'pino';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;
const log = pino({ name: 'crm' });
const altegio = createAltegio({
  partnerToken: ALTEGIO_PARTNER_TOKEN,
  userToken: ALTEGIO_USER_TOKEN,
  baseUrl: ALTEGIO_BASE_URL,
  // Retries, waits and pauses; pino has the same four methods.
  logger: log,
  logLevel: 'info',
  hooks: {
    onDone: ({ error, ...facts }) => {
      // Errors of the SDK hold no token. `err` is where pino's own serializer looks.
      if (error === undefined) log.info(facts, 'call');
      else log.error({ ...facts, err: error }, 'call failed');
    },
  },
});

const path = { location_id: Number(ALTEGIO_LOCATION_ID) };
await altegio.v1.get_service_list({ path });
await altegio.v1.get_client({ path: { ...path, id: 999_999 } }).catch(() => {});
