// Makes Prism's dynamic answers follow the hints of the mock view, and its seed alone.
import { createRequire } from 'node:module';
import { type JsonSchema, planOf } from './plan.ts';

/** The parts of json-schema-faker and of faker that Prism's instances of them are used for here. */
interface Generator {
  option(name: 'random'): () => number;
  generate(schema: JsonSchema): unknown;
}

interface Faker {
  seed(seed: number): void;
}

// Prism's own instances: others would not be the ones that it calls.
const ofPrism = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-http'));

const { JSONSchemaFaker: generator } = ofPrism('json-schema-faker') as { JSONSchemaFaker: Generator };

const { default: faker } = ofPrism('@faker-js/faker') as { default: Faker };

let installed = false;

/** Changes Prism's generator for this process; once is enough. */
export function installMadeUp(): void {
  if (installed) return;
  installed = true;
  const generate = generator.generate.bind(generator);
  generator.generate = (schema) => {
    // Prism seeds its random numbers for each answer, but not faker, which has its own.
    faker.seed(Math.floor(generator.option('random')() * 2 ** 31));
    return generate(planOf(schema));
  };
}
