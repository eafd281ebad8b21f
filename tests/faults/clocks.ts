export * from '../support/clock.ts';
