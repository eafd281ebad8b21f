// The platform's Response, where it comes from somebody else or is made for somebody.

/** A platform Response of any answer. */
export function makeResponse(status: number, headers: Headers, body: BodyInit | null | undefined): Response {
  // The constructor knows 200 to 599 only, and refuses a body where HTTP has none.
  const isEmpty = status === 204 || status === 205 || status === 304;
  const known = status >= 200 && status <= 599 ? status : 599;
  return new Response(isEmpty ? null : body, { status: known, headers });
}

/** What somebody returned in place of a Response that can be read, in words; `undefined` for one that can. */
export function flawOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return `${value === null ? 'null' : typeof value}`;
  const { status, headers, body } = value as Partial<Response>;
  if (typeof status !== 'number') return 'an object without a status';
  if (typeof headers?.get !== 'function') return 'a Response without headers';
  if (body === null) return undefined;
  if (typeof body?.getReader !== 'function') return 'a Response whose body is no ReadableStream';
  return body.locked || (value as Response).bodyUsed ? 'a Response whose body has been read' : undefined;
}
