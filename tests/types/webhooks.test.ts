// What the types of webhooks tell apart, and what they refuse.
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';

const head = `import { createAltegio } from 'altegio-sdk';
import { createWebhookHandler, isWebhookEvent, parseWebhook, sampleWebhookEvent, updateWebhookSettings, verifyRedirect } from 'altegio-sdk/webhooks';
import type { ParsedWebhookEvent, WebhookData, WebhookEvent, WebhookResource } from 'altegio-sdk/webhooks';
import type { GetAppointmentOutput } from 'altegio-sdk/v1';
const altegio = createAltegio({ partnerToken: 'partner', userToken: 'user' });
declare const event: ParsedWebhookEvent;
declare const known: WebhookEvent;
void [createWebhookHandler, isWebhookEvent, parseWebhook, sampleWebhookEvent, updateWebhookSettings, verifyRedirect, altegio, event, known];
export type Unused = WebhookData | WebhookResource | GetAppointmentOutput;
`;

const right: Record<string, string> = {
  'an event is discriminated by its resource':
    "if (event.resource === 'record') { const when: string | null | undefined = event.data.datetime; const id: number = event.resource_id; void [when, id]; }",
  'a switch knows each resource, and the rest as text': `switch (event.resource) {
    case 'client': { const name: string | undefined = event.data.name; void name; break; }
    case 'goods_operations_move': { const amount: number | null | undefined = event.data.amount; void amount; break; }
    case 'schedule': void event.data.length; break;
    default: { const resource: string = event.resource; void \`\${resource}\`.length; }
  }`,
  'an event is discriminated by its status':
    "if (known.status === 'delete') { const gone: WebhookEvent<WebhookResource, 'delete'> = known; void gone; }",
  'and by both':
    "if (known.resource === 'staff' && known.status === 'create') { const joined: WebhookEvent<'staff', 'create'> = known; void joined; }",
  'a function per resource gets its events': `createWebhookHandler({ secret: 's', on: {
    record: (appointment) => { const comment: string | null | undefined = appointment.data.comment; void comment; },
    good: async ({ data }) => void data.barcode,
  }, onUnknown: (other) => console.log(other.resource, other.data) });`,
  'one function takes an appointment of a webhook and of the API': `const show = (appointment: WebhookData<'record'>) => console.log(appointment.id, appointment.paid_full);
    show((await altegio.v1.get_appointment({ path: { location_id: 1, record_id: 2 } })).data);
    if (event.resource === 'record') show(event.data);
    const same: GetAppointmentOutput['data'] = {} as WebhookData<'record'>; void same;`,
  'a guard leaves the events that are known':
    'const all: WebhookEvent[] = parseWebhook("").filter(isWebhookEvent); void all;',
  'a sample has the type of its resource':
    "const sample: WebhookEvent<'client', 'create'> = sampleWebhookEvent('client', { status: 'create' }); void sample.data.phone;",
  'settings are changed through the client of the developer tools':
    "const { changed } = await updateWebhookSettings(altegio.developers, { path: { location_id: 1 }, body: { urls: ['https://a.example'], record: true, client: 0 }, others: 'keep', timeoutMs: 1 }); void changed;",
  'a handler is what Workers, Deno, Bun and Node take': `const handler = createWebhookHandler({ secret: ['a', 'b'], on: {} });
    const worker: { fetch(request: Request, env: unknown, ctx: { waitUntil(promise: Promise<unknown>): void }): Promise<Response> } = { fetch: (request, _, ctx) => handler(request, ctx) };
    const { createServer } = await import('node:http');
    const server = createServer(handler.node); void [worker, server];`,
};

const wrong: Record<string, string> = {
  'an unknown resource in on': "createWebhookHandler({ secret: 's', on: { records: () => {} } });",
  'a handler without a secret': 'createWebhookHandler({ on: {} });',
  'a field of another resource': "if (event.resource === 'client') void event.data.datetime;",
  'data before it is known what it is of': 'void event.data.id;',
  'a status that there is none of': "if (known.status === 'deleted') void known;",
  'a sample of nothing': "sampleWebhookEvent('records');",
  'a switch that there is none of':
    'await updateWebhookSettings(altegio.developers, { path: { location_id: 1 }, body: { records: 1 } });',
  'the client of another API':
    'await updateWebhookSettings(altegio.v1, { path: { location_id: 1 }, body: {} });',
  'a proof that nobody waits for':
    "if (verifyRedirect({ user_data: '', user_data_sign: '', partnerToken: 'p' })) void 0;",
};

const pieces = Object.entries({ ...right, ...wrong });
const messages = compile(
  Object.fromEntries(pieces.map(([, code], index) => [`webhooks${index}`, `${head}{\n${code}\n}\n`])),
);
const found = (title: string) => messages[`webhooks${pieces.findIndex(([name]) => name === title)}`];

describe('compiles', () => {
  it.each(Object.keys(right))('%s', (title) => {
    expect(found(title)).toEqual([]);
  });
});

describe('does not compile', () => {
  it.each(Object.keys(wrong))('%s', (title) => {
    expect(found(title)!.length).toBeGreaterThan(0);
  });
});
