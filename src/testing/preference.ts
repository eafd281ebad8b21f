// The header `Prefer`, by which a caller chooses a response: `code=404`, `example=name`, `dynamic=true`.

/** The response that a caller asked for. */
export interface Preference {
  code?: string | undefined;
  example?: string | undefined;
  /** Values made up for this response; over Prism only. */
  dynamic?: boolean | undefined;
}

export function preferenceOf(header: string | undefined): Preference {
  if (header === undefined) return {};
  const word = (name: string) => new RegExp(`(?:^|[,;\\s])${name}="?([^",;\\s]+)`).exec(header)?.[1];
  const dynamic = word('dynamic');
  return {
    code: word('code'),
    example: word('example'),
    ...(dynamic !== undefined && { dynamic: dynamic === 'true' }),
  };
}
