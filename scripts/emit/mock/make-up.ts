// Values made up at generate time.
import { JSONSchemaFaker } from 'json-schema-faker';
import { makerWith } from '../../../src/testing/mock/made-up.ts';

export const makeUp = makerWith(JSONSchemaFaker);
