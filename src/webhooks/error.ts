// A request that a webhook handler refuses.
import { AltegioError } from '../errors/errors.ts';

/**
 * What arrived is no webhook of Altegio, or the handler refused it. Nothing of the request is in the message.
 */
export class AltegioWebhookError extends AltegioError {
  /** The HTTP status that a handler responds with: 400 unreadable, 401 wrong secret, 413 too large, 503 not taken. */
  declare readonly status: number;

  constructor(message: string, status: number, cause?: unknown) {
    super(message, { outcome: 'not-sent', cause });
    Object.assign(this, { status });
  }
}

// Spelt out, since minifiers rename classes.
Object.defineProperty(AltegioWebhookError.prototype, 'name', {
  value: 'AltegioWebhookError',
  writable: true,
  configurable: true,
});
