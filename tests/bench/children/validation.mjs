// Child of suites/validation.ts: the same GET with and without a watch over the contract, and what checking one body takes.
import { readFileSync } from 'node:fs';

const [, , dist, samples] = process.argv;
const { createClient, v1 } = await import(`${dist}index.js`);
const { createContractWatch } = await import(`${dist}validation.js`);

const { client: one, list } = JSON.parse(readFileSync(samples, 'utf8'));
const page = { ...list, data: Array.from({ length: 1000 }, () => list.data[0]) };
const text = JSON.stringify(one);
const fetch = async () =>
  new Response(text, {
    headers: { 'content-type': 'application/json', 'content-length': String(text.length) },
  });
const path = { location_id: 1, id: 66 };
const watches = {
  never: createContractWatch({ sample: 0 }),
  hundredth: createContractWatch({ sample: 0.01 }),
  all: createContractWatch({ sample: 1 }),
};
const client = (hooks) =>
  createClient(v1, { partnerToken: 'partner', userToken: 'user', fetch, limiter: false, hooks });
const candidates = {
  none: client(undefined),
  ...Object.fromEntries(Object.entries(watches).map(([name, { hooks }]) => [name, client(hooks)])),
};

const rounds = 400;
const callsPerRound = 50;
const names = Object.keys(candidates);
const times = Object.fromEntries(names.map((name) => [name, []]));
for (let round = -20; round < rounds; round++) {
  // Another order in every round: nobody always pays for another's garbage.
  for (const name of [...names].sort(() => Math.random() - 0.5)) {
    // Nothing waits here, so a call takes what the processor takes, whoever else keeps that busy.
    const start = process.cpuUsage();
    for (let count = 0; count < callsPerRound; count++) await candidates[name].get_client({ path });
    const { user, system } = process.cpuUsage(start);
    // What waits to be checked is no part of a call; nobody else's either.
    await watches[name]?.settled();
    if (round >= 0) times[name].push((user + system) / callsPerRound);
  }
}

const bodies = {};
for (const [name, id, value] of [
  ['client', 'get_client', one],
  ['page', 'get_appointment_list', page],
]) {
  const loading = performance.now();
  const { default: validators } = await import(`${dist}validation/v1/${id}.js`);
  const loadMs = performance.now() - loading;
  const body = JSON.stringify(value);
  const parse = [];
  const check = [];
  for (let round = -3; round < 50; round++) {
    const start = performance.now();
    const parsed = JSON.parse(body);
    const between = performance.now();
    validators.responses[200](parsed, '');
    const end = performance.now();
    if (round >= 0) {
      parse.push((between - start) * 1000);
      check.push((end - between) * 1000);
    }
  }
  bodies[name] = { kilobytes: body.length / 1000, loadMs, parse, check };
}
console.log(JSON.stringify({ times, bodies }));
