import { describe, expect, test } from 'vitest';
import { apiByName } from '../../../scripts/openapi/apis.ts';
import { operation, v1, v2, yamlOf } from './documents.ts';
import { failure, freshProject, project, run, V1 } from './project.ts';
import { reply } from './pull-server.ts';

freshProject();

describe('a document that is refused', () => {
  const good = yamlOf(v1);
  const bomb = `a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n`;
  const edited = (edit: Parameters<typeof yamlOf>[1]) => yamlOf(v1, edit);

  test.each<[string, string | Uint8Array, string]>([
    ['an HTML page', '<!doctype html><title>Sign in</title>', 'an HTML (or XML) page'],
    ['nothing', '', 'is empty'],
    ['binary garbage', Uint8Array.from({ length: 256 }, (_, index) => index), 'not UTF-8 text'],
    ['binary garbage that is UTF-8', '\u0000\u0001\u0002 [{', 'not a YAML mapping'],
    ['YAML cut off inside a quoted text', good.slice(0, good.indexOf('"') + 1), 'not valid YAML'],
    ['YAML cut off inside a key', good.slice(0, good.indexOf('servers') + 4), 'not valid YAML'],
    ['YAML cut off before the components', good.slice(0, good.indexOf('components:')), 'lead nowhere'],
    [
      'YAML cut off between two sections',
      edited((document) => {
        document.paths = {
          '/one': { get: { operationId: 'v1_one' } },
          '/two': { get: { operationId: 'v1_two' } },
        };
        Reflect.deleteProperty(document, 'components');
      }),
      'lacks "components", so it may be cut off; if that is right, delete openapi/b2b-v1.yaml',
    ],
    [
      'YAML cut off inside a plain text after the last reference',
      edited(({ paths }) => delete paths['/three']).trimEnd(),
      'lacks 1 known operation(s) and ends inside a line',
    ],
    ['an open quote', `${good}x-note: "never closed\n`, 'not valid YAML'],
    ['a key that occurs twice', `${good}info: {}\n`, 'not valid YAML'],
    ['a bomb of aliases', bomb + good, 'aliases'],
    ['nesting beyond the stack', '['.repeat(20_000), 'nested too deeply'],
    ['a list', '- 1\n', 'not a YAML mapping'],
    ['a JSON error', '{"error":"no"}', 'no OpenAPI 3.x description'],
    ['Swagger 2', good.replace('openapi: 3.1.1', 'openapi: 2.0.0'), 'no OpenAPI 3.x description'],
    ['OpenAPI 3.0', good.replace('openapi: 3.1.1', 'openapi: 3.0.3'), 'written for 3.1'],
    ['no title', edited((document) => (document.info = {})), 'no `info.title`'],
    ['no paths', edited((document) => Reflect.deleteProperty(document, 'paths')), 'no `paths`'],
    ['no operation', edited((document) => (document.paths = {})), 'describes no operation'],
    [
      'an operation without an operationId',
      edited(({ paths }) => (paths['/five'] = { put: { responses: {} } })),
      'PUT "/five" has no operationId',
    ],
    [
      'an operationId that occurs twice',
      edited(({ paths }) => (paths['/five'] = { get: operation('v1_one') })),
      'the operationId "v1_one" twice',
    ],
    [
      'an operationId that is no name',
      edited(({ paths }) => (paths['/five'] = { get: operation('a b\u001b[2J') })),
      'unusable operationId: "a b\\u001b[2J"',
    ],
    [
      'a reference that leads nowhere',
      edited(({ components }) => (components.schemas.Other = { $ref: '#/components/schemas/Gone' })),
      '1 $ref(s) that lead nowhere or out of it (cut off?): "#/components/schemas/Gone"',
    ],
    [
      'a reference to another file',
      edited(({ components }) => (components.schemas.Other = { $ref: 'https://example.org/x.yaml' })),
      'lead nowhere or out of it',
    ],
    [
      'a property called __proto__',
      good.replace(
        '    Thing:',
        '    Other:\n      properties:\n        __proto__:\n          type: string\n    Thing:',
      ),
      'a name that JavaScript reserves at "#/components/schemas/Other/properties/__proto__"',
    ],
    ['another API with the same title', yamlOf(v2), 'looks like v2 (b2b-v2)'],
    ['another API with another title', yamlOf(apiByName('booking')), 'looks like booking (public)'],
    [
      'an API that nobody knows',
      edited((document) => (document.info = { title: 'Pets', version: '1.0.0' })),
      'looks like none of the known APIs: title "Pets", version "1.0.0", server path "/api/v1"',
    ],
    [
      'the right title on another server path',
      edited((document) => (document.servers = [{ url: 'https://{host}/api/v3/' }])),
      'server path "/api/v3"',
    ],
    [
      'the right title with other operations',
      edited((document) => {
        document.paths = { '/one': { get: operation('v1_one') }, '/x': { get: operation('x') } };
      }),
      'only 1 of the 4 known operations',
    ],
  ])('%s', async (_what, body, message) => {
    project.server.on(V1, reply(200, body, { 'content-type': 'application/yaml' }));
    const text = await failure({ limits: { attempts: 1, timeoutMs: 5000 } });
    expect(text.startsWith(`b2b-v1: ${project.server.base}${V1}: `)).toBe(true);
    expect(text).toContain(message);
  });

  test('samples and properties called `default` are told apart when references are checked', async () => {
    const fine = edited(({ components }) => {
      components.schemas.Other = { type: 'object', example: { $ref: '#/sample' } };
    });
    project.server.on(V1, reply(200, fine));
    await run();
    const bad = edited(({ components }) => {
      components.schemas.Other = { type: 'object', properties: { default: { $ref: '#/gone' } } };
    });
    project.server.on(V1, reply(200, bad));
    expect(await failure()).toContain('"#/gone"');
  });
});
