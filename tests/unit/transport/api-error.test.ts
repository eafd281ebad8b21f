// Error responses: every shape that the API is known to use becomes the same few fields.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { failureOf, json, type Reply, raw } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const classes: Record<string, unknown> = { ...sdk };

async function failing(reply: Reply) {
  const error = await failureOf(recorded(reply).client.get({ path: { id: 5 } }));
  expect(error).toBeInstanceOf(sdk.AltegioApiError);
  return error as unknown as sdk.AltegioApiError;
}

describe('the body', () => {
  const envelope = (meta: unknown) => ({ success: false, data: null, meta });
  const failedWith = (message: string) => `get failed with HTTP 422: ${message}.`;
  it.each<[string, unknown, string, unknown[], Record<string, string[]>]>([
    ['a message', envelope({ message: 'Not good.' }), failedWith('Not good'), [], {}],
    [
      'a message with an ellipsis inside',
      envelope({ message: 'Wait... no' }),
      failedWith('Wait... no'),
      [],
      {},
    ],
    ['an empty meta object', envelope({}), failedWith('no message'), [], {}],
    ['an empty meta list', envelope([]), failedWith('no message'), [], {}],
    ['no meta', { success: false }, failedWith('no message'), [], {}],
    ['null', null, failedWith('no message'), [], {}],
    [
      'a map of fields, some in brackets',
      envelope({ message: 'Invalid', errors: { '[date_to]': ['Too late', 'Odd'], phone: ['Wrong'] } }),
      failedWith('Invalid; date_to: Too late; date_to: Odd; phone: Wrong'),
      [
        { field: 'date_to', message: 'Too late' },
        { field: 'date_to', message: 'Odd' },
        { field: 'phone', message: 'Wrong' },
      ],
      { date_to: ['Too late', 'Odd'], phone: ['Wrong'] },
    ],
    [
      'a list with codes',
      envelope({ message: 'No', errors: [{ code: 433, message: 'Time is taken' }, { message: 'Also' }] }),
      failedWith('No; Time is taken; Also'),
      [{ code: 433, message: 'Time is taken' }, { message: 'Also' }],
      {},
    ],
    [
      'a list of texts',
      envelope({ errors: ['One.', 'Two'] }),
      failedWith('One; Two'),
      [{ message: 'One.' }, { message: 'Two' }],
      {},
    ],
    [
      'a map that mixes texts and entries',
      envelope({
        errors: { 0: { code: 7, message: 'General' }, title: ['Empty'], price: { message: 'Negative' } },
      }),
      failedWith('General; title: Empty; price: Negative'),
      [
        { code: 7, message: 'General' },
        { field: 'title', message: 'Empty' },
        { field: 'price', message: 'Negative' },
      ],
      { title: ['Empty'], price: ['Negative'] },
    ],
    [
      'fields of an item in a list',
      envelope({ errors: { services: [{ id: ['Unknown'] }] } }),
      failedWith('id: Unknown'),
      [{ field: 'id', message: 'Unknown' }],
      { id: ['Unknown'] },
    ],
    [
      'JSON:API errors',
      {
        errors: [
          { title: 'Bad', detail: 'Too short', status: '422', source: { pointer: '/data/attributes/title' } },
          { title: 'Bad parameter', code: 'x1', source: { parameter: 'limit' } },
          { title: 'Somewhere' },
        ],
      },
      failedWith('title: Too short; limit: Bad parameter; Somewhere'),
      [
        { code: '422', field: 'title', message: 'Too short' },
        { code: 'x1', field: 'limit', message: 'Bad parameter' },
        { message: 'Somewhere' },
      ],
      { title: ['Too short'], limit: ['Bad parameter'] },
    ],
    [
      'the legacy object',
      { errors: { code: 404, message: 'Old' } },
      failedWith('Old'),
      [{ code: 404, message: 'Old' }],
      {},
    ],
    ['an error text', { error: 'Plain' }, failedWith('Plain'), [{ message: 'Plain' }], {}],
    ['a message at the top', { message: 'Top' }, failedWith('Top'), [], {}],
  ])('with %s', async (_, body, message, issues, fields) => {
    expect(await failing(json(422, body))).toMatchObject({ message, issues, fields, body });
  });

  it('with a field named __proto__ keeps it a field', async () => {
    const { fields } = await failing(raw(422, '{"meta":{"errors":{"__proto__":["Odd"]}}}'));
    expect(Object.keys(fields)).toEqual(['__proto__']);
    expect(Object.getOwnPropertyDescriptor(fields, '__proto__')!.value).toEqual(['Odd']);
    expect(({} as Record<string, unknown>)[0]).toBeUndefined();
  });

  it.each<[string, Response, string, unknown]>([
    ['HTML', raw(502, '<html>Bad gateway</html>'), 'an HTML page.', '<html>Bad gateway</html>'],
    [
      'HTML of a proxy',
      raw(403, '<!doctype html>', { 'cf-ray': 'abc-FRA' }),
      'an HTML page of a proxy in front of the API (cf-ray abc-FRA).',
      '<!doctype html>',
    ],
    ['text', raw(500, 'oops'), 'text that is not JSON.', 'oops'],
    ['broken JSON', raw(500, '{"a":'), 'broken JSON.', '{"a":'],
    ['nothing', raw(500), 'no message.', undefined],
  ])('that is %s is named in the message', async (_, response, what, body) => {
    const error = await failing(response);
    expect(error.message).toContain(`get failed with HTTP ${error.status}: ${what}`);
    expect(error).toMatchObject({ body, issues: [], fields: {} });
  });

  it('that is null in JSON or deep beyond reason does not break the error', async () => {
    const deep = `${'{"a":['.repeat(500)}${']}'.repeat(500)}`;
    expect(await failing(raw(422, `{"meta":{"errors":${deep}}}`))).toMatchObject({ status: 422 });
  });
});

describe('the status', () => {
  it.each<[number, string, sdk.Outcome]>([
    [301, 'AltegioApiError', 'refused'],
    [400, 'AltegioValidationError', 'refused'],
    [401, 'AltegioAuthenticationError', 'refused'],
    [402, 'AltegioLicenseError', 'refused'],
    [403, 'AltegioPermissionError', 'refused'],
    [404, 'AltegioNotFoundError', 'refused'],
    [408, 'AltegioApiError', 'unknown'],
    [409, 'AltegioConflictError', 'refused'],
    [418, 'AltegioApiError', 'refused'],
    [422, 'AltegioValidationError', 'refused'],
    [429, 'AltegioRateLimitError', 'refused'],
    [500, 'AltegioServerError', 'unknown'],
    [502, 'AltegioServerError', 'unknown'],
    [503, 'AltegioServerError', 'unknown'],
  ])('%d is an %s with outcome %s', async (status, name, outcome) => {
    const { client } = recorded(json(status, { meta: { message: 'No' } }));
    const error = await failureOf(client.create({ body: {} }));
    expect(error.constructor).toBe(classes[name]);
    expect(error).toBeInstanceOf(sdk.AltegioApiError);
    expect(error).toBeInstanceOf(sdk.AltegioError);
    expect(error).toMatchObject({
      name,
      status,
      outcome,
      operationId: 'create',
      method: 'POST',
      path: '/things',
    });
    expect(/may have happened/.test(error.message)).toBe(outcome === 'unknown');
  });

  it.each<[string, unknown, boolean]>([
    ['nothing more', { message: 'No' }, true],
    ['the status as its code', { message: 'No', errors: [{ code: 403, message: 'No' }] }, true],
    ['a reason of its own', { message: 'No', errors: [{ code: 434, message: 'Blacklisted' }] }, false],
  ])('a 403 with %s mentions rights only when there is no other message', async (_, meta, speaks) => {
    const { message } = await failing(json(403, { success: false, data: null, meta }));
    expect(message.includes('lacks a right')).toBe(speaks);
  });

  it('and the headers can be read; the path stays the template', async () => {
    const error = await failing(json(404, {}, { 'x-request-id': 'r1' }));
    expect(error.headers.get('x-request-id')).toBe('r1');
    expect(error).toMatchObject({ path: '/things/{id}', attempts: 1, waitedMs: 0 });
  });

  it('of 0, a browser’s redirect, says that redirects are not followed', async () => {
    const opaque = () => Object.defineProperty(raw(200), 'status', { value: 0 });
    for (const middleware of [[], [((request, next) => next(request)) satisfies sdk.Middleware]]) {
      const error = await failureOf(recorded(opaque, { middleware }).client.create({ body: {} }));
      expect(error).toMatchObject({ status: 0, outcome: 'unknown' });
      expect(error.message).toContain('Redirects are not followed');
    }
  });
});

describe('retryAfter', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 5, 12, 0, 0) }));
  afterEach(() => void vi.useRealTimers());
  const waitOf = async (retryAfter: string | undefined, message = '', status = 429) =>
    (
      await failing(
        json(status, { meta: { message } }, retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      )
    ).retryAfter;

  it.each<[string, string, number | undefined]>([
    ['seconds', '7', 7],
    ['zero', '0', 0],
    ['an IMF-fixdate', 'Mon, 05 Jan 2026 12:00:30 GMT', 30],
    ['an RFC 850 date', 'Monday, 05-Jan-26 12:00:30 GMT', 30],
    ['an asctime date', 'Mon Jan  5 12:00:30 2026', 30],
    ['a date in the past', 'Mon, 05 Jan 2026 11:00:00 GMT', 0],
    ['a fraction', '1.5', undefined],
    ['a negative number', '-3', undefined],
    ['an ISO date', '2026-01-05T12:00:30Z', undefined],
    ['garbage', 'soon', undefined],
  ])('reads %s', async (_, header, seconds) => {
    expect(await waitOf(header)).toBe(seconds);
  });

  it.each<[string, number | undefined]>([
    ['Too many requests. Retry in 5 seconds', 5],
    ['Limit of 200 per minute reached, retry in 12 sec.', 12],
    ['Слишком много запросов (200 в минуту), повторите через 3 с', 3],
    ['Повторите через 8 секунд', 8],
    ['Zu viele Anfragen, bitte 4 Sekunden warten', 4],
    ['请在 6 秒后重试', 6],
    ['Wait 0 seconds', 0],
    ['Wait 0.4 seconds', 1],
    ['Too many requests', undefined],
    ['5 per second and 200 per minute', undefined],
  ])('falls back on the text of a 429: %s', async (message, seconds) => {
    expect(await waitOf(undefined, message)).toBe(seconds);
    expect(await waitOf('garbage', message)).toBe(seconds);
    expect(await waitOf('9', message)).toBe(9);
    expect(await waitOf(undefined, message, 422)).toBeUndefined();
  });
});
