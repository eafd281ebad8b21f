// What integrators test with: a salon in memory, and a mock over Prism.
export { createFakeAltegio, type FakeAltegio, type FakeOptions } from './testing/fake/fake.ts';
export type { Fault } from './testing/fake/faults.ts';
export type { Limits } from './testing/fake/limits.ts';
export { type MswHttp, mswHandlers } from './testing/fake/msw.ts';
export type { SendWebhook } from './testing/fake/webhooks.ts';
export type { Listening } from './testing/http-server.ts';
export type { JournalEntry } from './testing/journal.ts';
export { type Mock, type MockOptions, startMock } from './testing/mock/server.ts';
export type { Snapshot } from './testing/salon/snapshot.ts';
