// `npm run quickstart`: what the SDK does, in a few seconds, without a token or a network. With
// ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN and ALTEGIO_LOCATION_ID it reads (only reads) from the real API.

import { createAltegio, isAltegioError } from '../../src/index.ts';
import { createFakeAltegio } from '../../src/testing.ts';
import { createMeter } from './meter.ts';
import { createPrinter, wantsStyle } from './print.ts';
import { readLists } from './reading.ts';
import { book, fail } from './writing.ts';

const variables = ['ALTEGIO_PARTNER_TOKEN', 'ALTEGIO_USER_TOKEN', 'ALTEGIO_LOCATION_ID'] as const;

/** Four years of a salon in memory: enough to fill several pages of each list. */
const salon = { clients: 430, appointments: 23_000, clock: () => Date.parse('2026-02-02T09:00:00Z') };

const print = createPrinter((line) => console.log(line), wantsStyle());

async function main(): Promise<void> {
  const missing = variables.filter((name) => !process.env[name]);
  if (missing.length === 0) await readReal();
  else await tourFake(missing);
}

async function tourFake(missing: readonly string[]): Promise<void> {
  print.title('altegio-sdk quickstart', 'a salon in memory: nothing leaves this machine');
  const fake = createFakeAltegio(salon);
  const server = await fake.listen();
  const meter = createMeter();
  const altegio = createAltegio({
    partnerToken: 'any',
    userToken: 'any',
    baseUrl: server.url,
    hooks: meter.hooks,
  });
  const days = { start_date: '2025-10-01', end_date: '2026-01-31' };
  const { locationId } = fake;
  const tour = { altegio, locationId, days, source: 'a salon in memory', print, meter };
  try {
    await readLists(tour);
    await book(tour);
    await fail(tour);
  } finally {
    await server.close();
  }
  print.section('Your own location', 'npm run quickstart');
  print.text(`${meter.total()}.`);
  print.text(`${missing.length < variables.length ? 'Set also' : 'Set'} ${missing.join(', ')}`);
  print.text('to read your own data the same way. Nothing is written then.');
}

async function readReal(): Promise<void> {
  const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_LOCATION_ID, ALTEGIO_BASE_URL } = process.env;
  const id = Number(ALTEGIO_LOCATION_ID);
  if (!Number.isInteger(id) || id < 1) throw new Error('ALTEGIO_LOCATION_ID must be a whole number.');
  const baseUrl = ALTEGIO_BASE_URL || 'production';
  print.title('altegio-sdk quickstart', `location ${id}, ${baseUrl}: reads only`);
  const meter = createMeter();
  const altegio = createAltegio({
    partnerToken: ALTEGIO_PARTNER_TOKEN!,
    userToken: ALTEGIO_USER_TOKEN,
    baseUrl,
    hooks: meter.hooks,
  });
  const days = { start_date: dayBefore(30), end_date: dayBefore(0) };
  await readLists({ altegio, locationId: id, days, source: 'the API', print, meter });
  print.text('');
  print.text(`${meter.total()}. Nothing was written.`);
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

main().catch((error: unknown) => {
  // Errors of the SDK say in their message all that a user needs.
  console.error(isAltegioError(error) || !(error instanceof Error) ? `\n${error}` : error.message);
  process.exitCode = 1;
});
