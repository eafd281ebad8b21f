// Writes the clients who came once and have not come for 90 days, the best first, as CSV.
import { createAltegio } from 'altegio-sdk';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;
const days = Number(process.argv[2] ?? 90);
const altegio = createAltegio({
  partnerToken: ALTEGIO_PARTNER_TOKEN,
  userToken: ALTEGIO_USER_TOKEN,
  baseUrl: ALTEGIO_BASE_URL,
});

const since = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const columns = ['id', 'name', 'phone', 'email', 'last_visit_date', 'sold_amount'];
const lost = [];
const clients = altegio.v1.get_client_list.items({
  path: { location_id: Number(ALTEGIO_LOCATION_ID) },
  // Only the fields that are named come back.
  body: { fields: columns },
});
for await (const client of clients) {
  const last = client.last_visit_date?.slice(0, 10);
  if (last && last < since) lost.push(client);
}
lost.sort((a, b) => (b.sold_amount ?? 0) - (a.sold_amount ?? 0));

/** RFC 4180; a spreadsheet would run a text that begins like a formula. */
const cell = (value = '') =>
  `"${String(value)
    .replace(/^[=+\-@\t\r]/, "'$&")
    .replaceAll('"', '""')}"`;

const rows = [columns, ...lost.map((client) => columns.map((name) => client[name]))];
process.stdout.write(rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''));
