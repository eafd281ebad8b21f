// Whatever is sent: the events as they are or one kind of error, and a response without a body.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AltegioWebhookError, parseWebhook } from '../../../src/webhooks.ts';
import { noted, secret } from './support.ts';

const seed = 7;

it('parseWebhook returns what was sent, or throws an AltegioWebhookError', () => {
  const event = fc.record(
    {
      resource: fc.oneof(fc.constantFrom('record', 'client', '__proto__', ''), fc.string()),
      status: fc.oneof(fc.constantFrom('create', 'update'), fc.jsonValue()),
      company_id: fc.jsonValue(),
      resource_id: fc.jsonValue(),
      data: fc.jsonValue(),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  const body = fc.oneof(event, fc.array(event, { maxLength: 3 }), fc.jsonValue());
  fc.assert(
    fc.property(body, (sent) => {
      const text = JSON.stringify(sent);
      try {
        expect(JSON.stringify(parseWebhook(text))).toBe(text.startsWith('[') ? text : `[${text}]`);
      } catch (error) {
        expect(error).toBeInstanceOf(AltegioWebhookError);
      }
    }),
    { numRuns: 300, seed },
  );
});

it('a handler responds with a status of its table and no body, and never rejects', async () => {
  const { send } = noted({ maxBodyBytes: 200 });
  const path = fc.oneof(fc.constantFrom(`?secret=${secret}`, secret), fc.webPath(), fc.string());
  // Half of a surrogate pair alone is a string too, which many functions refuse.
  const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
  const id = fc.oneof(fc.integer(), fc.string({ unit: half, maxLength: 2 }));
  const event = fc.record({
    resource: fc.constant('client'),
    company_id: id,
    resource_id: id,
    data: fc.record({ id }),
  });
  const body = fc.oneof(
    fc.string(),
    fc.uint8Array({ maxLength: 300 }),
    fc.json(),
    event.map((sent) => JSON.stringify(sent)),
  );
  await fc.assert(
    fc.asyncProperty(path, body, fc.string(), async (where, content, authorization) => {
      let request: Request;
      try {
        const init = { method: 'POST', body: content as BodyInit, headers: { authorization } };
        request = new Request(new URL(where, 'https://example.com/hooks/'), init);
      } catch {
        // What the platform does not let through never reaches a handler.
        return;
      }
      const response = await send(request);
      expect([200, 400, 401, 413]).toContain(response.status);
      expect(response.body).toBeNull();
    }),
    { numRuns: 100, seed },
  );
});
