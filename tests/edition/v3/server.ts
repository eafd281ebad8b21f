// A server of v3's kind, as a fetch function: cursors, keys of creates, versions, problems.

interface Sent {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Headers;
  body: unknown;
}

interface Row {
  id: string;
  team_member_id: number;
  starts_at: string;
  comment: string | null;
}

const place = '/api/v3/locations/7/appointments';

/** With this many appointments. `lose` lets the next responses get lost after the work was done. */
export function v3Server(count = 5) {
  const rows: Row[] = Array.from({ length: count }, (_, index) => rowOf(`apt_${index + 1}`));
  const byKey = new Map<string, Row>();
  const versions = new Map<Row, number>();
  const sent: Sent[] = [];
  let lost = 0;

  const problem = (status: number, code: string, title: string, more: object = {}) =>
    reply(status, { type: `https://api.alteg.io/problems/${code}`, title, status, code, ...more }, true);

  function list({ query }: Sent): Response {
    const from = Number(query.cursor?.replace('c', '') ?? 0);
    const until = from + Number(query.limit ?? 2);
    const has_more = until < rows.length;
    const data = rows.slice(from, until);
    return reply(200, { object: 'list', data, has_more, next_cursor: has_more ? `c${until}` : null });
  }

  function create({ headers, body }: Sent): Response {
    const key = headers.get('idempotency-key');
    if (!key) return problem(400, 'idempotency_key_required', 'A key is missing');
    const given = body as Omit<Row, 'id'>;
    if (given.starts_at.startsWith('2020'))
      return problem(422, 'validation_failed', 'The request is not valid', {
        errors: [{ code: 'in_the_past', detail: 'must lie ahead', pointer: '/starts_at' }],
      });
    if (!byKey.has(key) && rows.some(({ starts_at }) => starts_at === given.starts_at))
      return problem(409, 'slot_taken', 'The slot is taken', { detail: 'Another appointment begins then.' });
    const row = byKey.get(key) ?? { ...rowOf(`apt_${rows.length + 1}`), ...given };
    if (!byKey.has(key)) rows.push(row);
    byKey.set(key, row);
    return reply(201, row);
  }

  function update(row: Row, { headers, body }: Sent): Response {
    const version = `"${versions.get(row) ?? 1}"`;
    if (!headers.has('if-match')) return problem(428, 'precondition_required', 'If-Match is missing');
    if (headers.get('if-match') !== version) return problem(412, 'stale_version', 'It has changed meanwhile');
    versions.set(row, (versions.get(row) ?? 1) + 1);
    return reply(200, Object.assign(row, body));
  }

  function respond(request: Sent): Response {
    if (request.path === place) return request.method === 'GET' ? list(request) : create(request);
    const row = rows.find(({ id }) => request.path === `${place}/${id}`);
    if (!row) return problem(404, 'not_found', 'There is no such appointment');
    if (request.method === 'PATCH') return update(row, request);
    return reply(200, row, false, { etag: `"${versions.get(row) ?? 1}"` });
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname: path, searchParams } = new URL(String(input));
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    const query = Object.fromEntries(searchParams);
    const headers = new Headers(init?.headers);
    const request = { method: init?.method ?? 'GET', path, query, headers, body };
    sent.push(request);
    const response = respond(request);
    if (lost-- > 0) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    return response;
  };

  return {
    fetch,
    sent,
    rows,
    lose(responses: number) {
      lost = responses;
    },
  };
}

function rowOf(id: string): Row {
  return {
    id,
    team_member_id: 11,
    starts_at: `2026-12-01T${id.slice(4).padStart(2, '0')}:00:00Z`,
    comment: null,
  };
}

function reply(
  status: number,
  body: unknown,
  isProblem = false,
  headers: Record<string, string> = {},
): Response {
  const type = isProblem ? 'application/problem+json' : 'application/json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}
