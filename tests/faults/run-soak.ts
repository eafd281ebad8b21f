// `npm run soak [seconds]`: a minute of calls at full rate with 1 % faults against a hostile server on loopback.
import { soak } from './soak.ts';

const seconds = Number(process.argv[2] ?? 60);
if (!(seconds >= 1 && seconds <= 3600)) throw new Error('npm run soak [seconds]: 1 to 3600');

// A hundred times the vendor's limits, so that a minute sees as much as hours of real work.
const report = await soak({ seconds, perSecond: 500, faultShare: 0.01, seed: Date.now() % 2 ** 31 });
for (const [name, value] of Object.entries(report)) {
  console.log(`${name.padEnd(20)} ${Number.isInteger(value) ? value : value.toFixed(1)}`);
}
const { lost, doubles, untrue, unhandledRejections, listenersLeft, timersLeft, densestSecond, perSecond } =
  report;
const isClean =
  lost + doubles + untrue + unhandledRejections + listenersLeft === 0 &&
  timersLeft <= 2 &&
  densestSecond <= perSecond &&
  report.heapGrowthBytes < 16 * 1024 * 1024;
console.log(isClean ? 'clean' : 'NOT CLEAN');
process.exitCode = isClean ? 0 : 1;
