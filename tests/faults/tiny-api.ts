export * from '../support/tiny/tiny.ts';
export * from '../support/tiny/verbs.ts';
