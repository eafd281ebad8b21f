// The JSON of a body.
import type { BodyEvent } from '../transport/hooks.ts';

/** What came; `undefined` where that is no JSON. Parsed once more, since the program may change what it was given. */
export function bodyOf({ received, contentType }: Pick<BodyEvent, 'received' | 'contentType'>): unknown {
  if (!received?.length || (contentType && !/json/i.test(contentType))) return undefined;
  return parsed(typeof received === 'string' ? received : new TextDecoder().decode(received));
}

/** Broken JSON fails the call itself, with an error of its own. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
