// Checks of the way to the API: Node, DNS, TLS, a response, the clock. No token is sent by any of them.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { type Finding, note, ok, problem, reasonOf, skipped } from './finding.ts';

const patienceMs = 10_000;

const oldestNode = [20, 19] as const;

/** Whether this Node can run the package. */
export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isFit = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  if (isFit) return ok('node', `Node ${version}`);
  return problem('node', `Node ${version} is too old.`, `Install Node ${oldestNode.join('.')} or later.`);
}

/** Node's own fetch sends to no proxy unless it is asked to, and then fails where only the proxy gets out. */
export function checkProxy(env: NodeJS.ProcessEnv): Finding | undefined {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((each) => env[each]);
  if (name === undefined || env.NODE_USE_ENV_PROXY === '1') return undefined;
  return note(
    'proxy',
    `${name} is set, and Node's fetch does not use it.`,
    'With Node 24 or later set NODE_USE_ENV_PROXY=1; before that, give the SDK a fetch that goes through the proxy.',
  );
}

export async function checkDns({ hostname }: URL): Promise<Finding> {
  const host = bare(hostname);
  if (isIP(host)) return ok('dns', `${host} is an address`);
  try {
    const addresses = await lookup(host, { all: true });
    return ok('dns', `${host} is ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    return problem(
      'dns',
      `${host} is not found (${reasonOf(error)}).`,
      "Check the spelling of the base URL, the network, and the machine's DNS servers.",
    );
  }
}

/** The certificate: whether it is trusted, and until when. */
export async function checkTls(url: URL): Promise<Finding> {
  if (url.protocol !== 'https:') return skipped('tls', 'http: on this machine has none');
  const host = bare(url.hostname);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      // Nothing is sent over it: an untrusted certificate is to be looked at, not to be used.
      rejectUnauthorized: false,
      timeout: patienceMs,
    });
    const end = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    socket.once('error', (error) => end(unreachable(error)));
    socket.once('timeout', () => end(unreachable(new Error(`no handshake within ${patienceMs / 1000} s`))));
    socket.once('secureConnect', () => {
      const { valid_to: end_ } = socket.getPeerCertificate();
      const reason = String(socket.authorizationError ?? '');
      end(
        socket.authorized
          ? ok(
              'tls',
              `${socket.getProtocol()}, certificate valid until ${new Date(end_).toISOString().slice(0, 10)}`,
            )
          : problem(
              'tls',
              `The certificate is not trusted (${reason}).`,
              "Set NODE_EXTRA_CA_CERTS to your proxy's or company's CA file, or correct the machine's clock; never turn verification off.",
            ),
      );
    });
  });
}

function unreachable(error: unknown): Finding {
  return problem(
    'tls',
    `No TLS connection (${reasonOf(error)}).`,
    'Check the firewall and the proxy between this machine and the API.',
  );
}

/** A response of the server, whatever its status: the way to it is open. */
export interface Reached {
  findings: Finding[];
  headers?: Headers;
}

/** Asks for the base itself, without tokens, and compares the clocks by the response. */
export async function checkReach(
  base: string,
  fetchIt: typeof fetch = fetch,
  now = Date.now,
): Promise<Reached> {
  const begun = now();
  let response: Response;
  try {
    response = await fetchIt(base, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
  } catch (error) {
    const cure = 'Check that the base URL is right, the server is up, and a firewall lets this machine out.';
    return { findings: [problem('reach', `No response from ${base} (${reasonOf(error)}).`, cure)] };
  }
  const ended = now();
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  const isFenced = type.includes('text/html') && [403, 429, 503].includes(status);
  const reached = isFenced
    ? note(
        'reach',
        `${base}: HTTP ${status} with a page in HTML, ${ended - begun} ms: something before the API refuses.`,
        "A firewall or bot protection may block this machine's address: try from another network.",
      )
    : ok('reach', `${base} responds (HTTP ${status}, ${ended - begun} ms)`);
  return { findings: [reached, clockOf(headers, (begun + ended) / 2)], headers };
}

/** Certificates, signatures and dates in requests go wrong on a machine whose clock does. */
function clockOf(headers: Headers, localMs: number): Finding {
  const server = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(server)) return skipped('clock', 'the response names no time');
  // A date header has whole seconds.
  const offset = Math.round((localMs - server - 500) / 1000);
  if (Math.abs(offset) <= 30) return ok('clock', 'agrees with the server to within 30 s');
  return problem(
    'clock',
    `This machine's clock is ${Math.abs(offset)} s ${offset > 0 ? 'ahead of' : 'behind'} the server's.`,
    'Turn on time synchronisation (NTP), then run doctor once more.',
  );
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
