// Reads the clients of a location, and last month's appointments, into SQLite. A run that was killed goes on where it was:
// the rows of a page and its cursor are written in one transaction.
import { DatabaseSync } from 'node:sqlite';
import { createAltegio } from 'altegio-sdk';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;
const [file = 'altegio.sqlite', start_date = '2026-01-01', end_date = '2026-01-31'] = process.argv.slice(2);

const altegio = createAltegio({
  partnerToken: ALTEGIO_PARTNER_TOKEN,
  userToken: ALTEGIO_USER_TOKEN,
  baseUrl: ALTEGIO_BASE_URL,
  logger: console,
});
const db = new DatabaseSync(file);
db.exec(`
  CREATE TABLE IF NOT EXISTS rows (list TEXT, id INTEGER, json TEXT, PRIMARY KEY (list, id));
  CREATE TABLE IF NOT EXISTS cursors (list TEXT PRIMARY KEY, json TEXT);
`);
const save = db.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)');
const keep = db.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?)');
const find = db.prepare('SELECT json FROM cursors WHERE list = ?');
const count = db.prepare('SELECT count(*) AS rows FROM rows WHERE list = ?');

/** Reads a list to its end, from where the last run stopped. */
async function read(list, pagesFrom) {
  const cursor = find.get(list);
  for await (const page of pagesFrom(cursor && JSON.parse(cursor.json))) {
    db.exec('BEGIN');
    for (const row of page.items) save.run(list, row.id, JSON.stringify(row));
    keep.run(list, JSON.stringify(page.cursor));
    db.exec('COMMIT');
    console.log(list, count.get(list).rows);
  }
}

const path = { location_id: Number(ALTEGIO_LOCATION_ID) };
const body = { fields: ['id', 'name', 'phone', 'email', 'last_visit_date', 'sold_amount'] };
const query = { start_date, end_date };
await read('clients', (from) => altegio.v1.get_client_list.pages({ path, body, from }));
await read('appointments', (from) => altegio.v1.get_appointment_list.pages({ path, query, from }));
// The next night begins anew.
db.exec('DELETE FROM cursors');
