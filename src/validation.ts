// Watches the wire: compares sampled responses, and requests, with the contract.

export type { DriftKind, DriftReport, DriftRow, Finding } from './validation/finding.ts';
export { createTrafficLog, type TrafficLogOptions } from './validation/traffic.ts';
export { type ContractWatch, type ContractWatchOptions, createContractWatch } from './validation/watch.ts';
