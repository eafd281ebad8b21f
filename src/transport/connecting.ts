// Tells errors of the connecting phase (DNS, TCP, TLS handshake), when not one byte of the request had left, from
// those of an established connection. Many codes occur in both, so the phase decides, and a code only where it is
// proof: in doubt the request was sent.
import { swallow } from '../util/swallow.ts';

interface NodeProcess {
  getBuiltinModule?(id: string): unknown;
}

const whileConnecting = new WeakSet<object>();

let isWatching = false;

/**
 * Has Node's fetch, and any other copy of undici, say which of its errors came while it connected: the error of a
 * handshake looks the same as that of a later TLS record (`ERR_SSL_WRONG_VERSION_NUMBER`, `read ECONNRESET`).
 */
export function watchConnecting(): void {
  if (isWatching) return;
  isWatching = true;
  swallow(() => {
    const load = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule;
    const channels = load?.('node:diagnostics_channel') as
      | typeof import('node:diagnostics_channel')
      | undefined;
    channels?.subscribe('undici:client:connectError', (message) => {
      const { error } = message as { error?: unknown };
      if (typeof error === 'object' && error !== null) whileConnecting.add(error);
    });
  });
}

/** System calls of connecting; c-ares names a query by its record type, as in `queryA`. */
const connectingCall = /^(connect|bind|getaddrinfo|query[A-Z]\w*)$/;

// What no established connection can fail with: a refusal, a name that is not found (codes of getaddrinfo and
// c-ares), a certificate that is not trusted, a TLS version that both sides do not share.
const connectingCode = new RegExp(
  `^(${[
    'ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|EADDRNOTAVAIL|ERR_SOCKET_CONNECTION_TIMEOUT',
    'UND_ERR_CONNECT_TIMEOUT|ENOTFOUND|EAI_\\w+|DNS_\\w+',
    'E(NODATA|FORMERR|SERVFAIL|NOTIMP|REFUSED|BADQUERY|BADNAME|BADFAMILY|BADRESP|NONAME|NOTINITIALIZED)',
    'ERR_TLS_(CERT_ALTNAME_INVALID|CERT_ALTNAME_FORMAT|HANDSHAKE_TIMEOUT)|(CERT|CRL)_\\w+',
    'UNABLE_TO_(GET|DECRYPT|DECODE|VERIFY)_\\w+|ERROR_IN_C\\w+|DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH',
    'ERR_SSL_(UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|\\w*(PROTOCOL_VERSION|UNRECOGNIZED_NAME))',
  ].join('|')})$`,
);

/** How Deno (today and formerly) and Node word it, the latter also inside the messages of other fetches. */
const connectingText = /client error \(Connect\)|error trying to connect|before secure TLS connection was/;

/** Whether an error, by itself, is one of connecting. */
export function isOfConnecting(error: Record<string, unknown>): boolean {
  const { code, message, syscall, erroredSysCall } = error;
  if (whileConnecting.has(error)) return true;
  if (typeof message === 'string' && connectingText.test(message)) return true;
  // node-fetch calls it erroredSysCall, or only quotes it.
  const called = syscall ?? erroredSysCall ?? (String(message).includes(`connect ${code}`) && 'connect');
  return typeof called === 'string' ? connectingCall.test(called) : connectingCode.test(String(code));
}
