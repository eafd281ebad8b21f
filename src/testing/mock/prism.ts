// Prism, which is an optional peer: loaded when a mock is started, and not before.
import { AltegioConfigError } from '../../errors/errors.ts';

/** What the mock uses of Prism. */
export type Prism = typeof import('@stoplight/prism-http');

/** What makes values up. */
export type Faker = typeof import('json-schema-faker').JSONSchemaFaker;

/**
 * Loads Prism.
 *
 * @throws AltegioConfigError that says what to install
 */
export async function loadPrism(): Promise<Prism> {
  const loaded = await import('@stoplight/prism-http').catch(missing('startMock', '@stoplight/prism-http'));
  // As CommonJS, it has its exports below `default` in some loaders.
  return (loaded as { default?: Prism }).default ?? loaded;
}

/** Loads what `dynamic` needs; it comes with Prism. */
export async function loadFaker(): Promise<Faker> {
  const loaded = await import('json-schema-faker').catch(missing('dynamic', 'json-schema-faker'));
  return loaded.JSONSchemaFaker ?? (loaded as unknown as { default: typeof loaded }).default.JSONSchemaFaker;
}

function missing(what: string, name: string) {
  return (cause: unknown): never => {
    throw new AltegioConfigError(`${what} needs ${name}: npm install --save-dev ${name}`, { cause });
  };
}
