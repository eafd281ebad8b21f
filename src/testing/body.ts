// The body of a request, as it is worked with and as it may be shown.
import type { Incoming } from './exchange.ts';

/** What was sent. */
export interface ReadBody {
  /** The parsed JSON, or the text of what is none; `undefined` without a body. */
  value: unknown;
  /** The same for a journal: of a form or a text nobody can tell which part is secret, so neither is shown. */
  shown: unknown;
  isJson: boolean;
}

export function readBody({ body, isForm }: Incoming): ReadBody {
  if (body === undefined) return { value: undefined, shown: undefined, isJson: false };
  if (isForm) return { value: body, shown: '[form]', isJson: false };
  try {
    const value: unknown = JSON.parse(body);
    return { value, shown: value, isJson: true };
  } catch {
    return { value: body, shown: '[not JSON]', isJson: false };
  }
}
