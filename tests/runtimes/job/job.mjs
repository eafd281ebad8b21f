// What a program does with the package, once each; run in every runtime. It gets the package as the runtime loads it.

/**
 * Runs all of it against a salon in memory at `base`, and resolves with what went wrong, by name: `{}` where all went right.
 * `has` says what a runtime lacks by its standards: a browser allows no GET with a body.
 */
export async function run({ sdk, webhooks }, base, has = { bodyOfGet: true }) {
  const {
    createAltegio,
    createLimiter,
    isAltegioError,
    AltegioNotFoundError,
    AltegioTimeoutError,
    AltegioConfigError,
  } = sdk;
  const path = { location_id: 123 };
  const options = { partnerToken: 'partner-token', userToken: 'user-token', baseUrl: base, retry: 0 };
  const altegio = createAltegio({ ...options, limiter: false });
  const problems = {};

  const is = (value, what) => {
    if (!value) throw new Error(`expected ${what}`);
  };
  const failure = async (promise) => {
    try {
      await promise;
    } catch (error) {
      return error;
    }
    throw new Error('expected a rejection');
  };
  const parts = {
    async read() {
      const { data } = await altegio.v1.get_location({ path: { location_id: 123 } });
      is(data.id === 123, 'the location');
    },
    async pages() {
      const names = new Set();
      const clients = altegio.v1.get_client_list.items({ path, body: { fields: ['id'] }, size: 20 });
      for await (const { id } of clients) names.add(id);
      is(names.size === 60, `60 clients, not ${names.size}`);
    },
    async dateCursor() {
      const body = { client_id: 1001 };
      let pages = 0;
      for await (const _ of altegio.v1.search_client_visits.pages({ path, body })) pages++;
      is(pages > 0, 'a page of visits');
    },
    async write() {
      const body = { name: 'Ada Berg', phone: `44207${Math.floor(Math.random() * 9e6 + 1e6)}` };
      const { data } = await altegio.v1.create_client({ path, body });
      is(data.id > 0, 'the id of the client');
    },
    async error() {
      const error = await failure(altegio.v1.get_client({ path: { ...path, id: 999_999 } }));
      is(error instanceof AltegioNotFoundError && isAltegioError(error), `a 404, not ${error}`);
      is(error.outcome === 'refused' && error.status === 404, 'its outcome');
    },
    async limit429() {
      // The next call is refused once with 429, and asked to wait for a second.
      const { data } = await altegio.withOptions({ retry: 1 }).v1.get_service({
        path: { ...path, service_id: 501 },
      });
      is(data !== undefined, 'the service after the 429');
    },
    // The list of products never responds.
    async abort() {
      const controller = new AbortController();
      const call = failure(altegio.v1.get_products_list({ path: path, signal: controller.signal }));
      setTimeout(() => controller.abort(new Error('gone')), 50);
      const error = await call;
      is(error.message === 'gone', `the reason of the signal, not ${error}`);
    },
    async timeout() {
      const error = await failure(altegio.v1.get_products_list({ path: path, timeoutMs: 100 }));
      is(error instanceof AltegioTimeoutError, `a timeout, not ${error}`);
    },
    async blob() {
      const receipt = await altegio.v1.get_visit_receipt_pdf({ path: { visit_id: 1 } });
      is(receipt instanceof Blob && receipt.size > 0, 'a Blob');
    },
    async upload() {
      const image = new File([new Uint8Array([137, 80, 78, 71])], 'a.png', { type: 'image/png' });
      const body = { company_id: 123, service_id: 501, image };
      await altegio.v1.upload_image({ path: { entity: 'service' }, body });
    },
    async getWithBody() {
      const call = altegio.developers.list_voip_calls({
        body: { salon_id: 123, date_from: '2026-01-01', date_to: '2026-01-31' },
      });
      if (has.bodyOfGet) await call;
      else {
        const error = await failure(call);
        is(error instanceof AltegioConfigError && error.outcome === 'not-sent', `a refusal, not ${error}`);
      }
    },
    async spacing() {
      const limiter = createLimiter({ perSecond: 5, perMinute: 200 });
      const limited = createAltegio({ ...options, limiter });
      const start = Date.now();
      await Promise.all(Array.from({ length: 7 }, () => limited.v1.get_location({ path })));
      // 5 at once, 2 a second later: timers of some platforms are coarse.
      is(Date.now() - start > 850, 'the limiter to hold two of seven calls back');
    },
    async http() {
      const { data, error } = await altegio.v1.http.GET('/records/{location_id}', { params: { path } });
      is(Array.isArray(data.data) && error === undefined, 'the appointments');
      const missing = { path: { ...path, id: 999_999 } };
      const other = await altegio.v1.http.GET('/client/{location_id}/{id}', { params: missing });
      is(other.error instanceof AltegioNotFoundError, `a 404 as error, not ${other.error}`);
    },
    async webhooks() {
      const seen = [];
      const handler = webhooks.createWebhookHandler({
        secret: 'of-the-url',
        on: { client: (event) => seen.push(event) },
        onError: () => {},
      });
      const event = {
        company_id: 123,
        resource: 'client',
        resource_id: 7,
        status: 'create',
        data: { id: 7, name: 'Ada' },
      };
      const send = (secret) =>
        handler(
          new Request(`https://x.example/?secret=${secret}`, { method: 'POST', body: JSON.stringify(event) }),
        );
      is((await send('of-the-url')).ok, 'the webhook to be taken');
      is(!(await send('guessed')).ok, 'a wrong secret to be refused');
      await new Promise((resolve) => setTimeout(resolve, 20));
      is(seen.length === 1 && seen[0].data.name === 'Ada', 'one event');
    },
  };
  for (const [name, part] of Object.entries(parts)) {
    try {
      await part();
    } catch (error) {
      problems[name] = `${error?.name}: ${error?.message}`;
    }
  }
  return { parts: Object.keys(parts), problems };
}
