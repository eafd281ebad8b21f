// Run by other runtimes: plays faults against a server, and prints what is reported to each caller, as JSON.
import { readFileSync } from 'node:fs';
import { type ClientOptions, createClient } from '../../src/index.ts';
import type { OperationTable } from '../../src/operations/operation.ts';
import { play } from '../faults/outcomes.play.ts';
import type { Loose } from '../support/recorder.ts';

/** What the test asks for. */
export interface Task {
  base: string;
  operations: OperationTable;
  /** Each with the time that an attempt may take, where the fault is about it. */
  scripts: Record<string, number | undefined>;
}

const task: Task = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const clientWith = (options: Partial<ClientOptions>) =>
  createClient<Loose>(
    { name: 'v1', operations: () => task.operations },
    { partnerToken: 'partner', userToken: 'user', limiter: false, ...options },
  );
const played: Record<string, unknown> = {};
for (const [script, timeoutMs] of Object.entries(task.scripts)) {
  played[script] = await play(clientWith, task.base, script, timeoutMs);
}
console.log(JSON.stringify(played));
process.exit(0);
