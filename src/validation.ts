// Watches the wire: compares sampled responses, and requests, with the contract.

export type { DriftKind, DriftReport, DriftRow, Finding } from './validation/finding.ts';
export { type ContractWatch, type ContractWatchOptions, createContractWatch } from './validation/watch.ts';
