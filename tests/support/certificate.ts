// Certificates made on the spot, so that no private key and no date of expiry lies in the repository.
import { createSign, generateKeyPairSync } from 'node:crypto';

/** A certificate and its key in PEM, as node:tls takes them. */
export interface Certificate {
  cert: string;
  key: string;
}

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Uint8Array.of(tag, ...size), content]);
};
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const oid = (...bytes: number[]) => der(0x06, Uint8Array.from(bytes));
const text = (tag: number, value: string) => der(tag, Buffer.from(value));
const time = (date: Date) => text(0x17, `${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`);

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const subjectAltName = oid(0x55, 0x1d, 0x11);
const commonName = oid(0x55, 0x04, 0x03);

/** A self-signed certificate for `localhost` and 127.0.0.1, valid from a day ago until tomorrow by default. */
export function selfSigned({ from = -1, to = 1, host = 'localhost' } = {}): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = (offset: number) => time(new Date(Date.now() + offset * 86_400_000));
  const name = sequence(der(0x31, sequence(commonName, text(0x0c, host))));
  const hosts = sequence(text(0x82, host), der(0x87, Uint8Array.of(127, 0, 0, 1)));
  const body = sequence(
    der(0xa0, der(0x02, Uint8Array.of(2))),
    der(0x02, Uint8Array.of(1)),
    ecdsaWithSha256,
    name,
    sequence(day(from), day(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, hosts)))),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const signed = sequence(body, ecdsaWithSha256, der(0x03, Uint8Array.of(0), signature));
  const lines = signed.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
