// Writes multipart/form-data as browsers do. Not left to fetch: one that knows another FormData than the caller's
// (undici beside Node's own, jsdom) sends the text "[object FormData]", and the API takes it for an empty form.
import { bytesOf, isBlob, joined } from '../util/content.ts';

/** A form in bytes, and its content type with the boundary. */
export async function writeForm(form: FormData): Promise<{ content: Uint8Array<ArrayBuffer>; type: string }> {
  // Long enough to be in no file; not every platform has crypto.
  const random = () => Math.random().toString(36).slice(2);
  const boundary = `----altegio-sdk-${random()}${random()}${random()}`;
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const write = (text: string) => void parts.push(encoder.encode(text));
  for (const [name, value] of form.entries() as Iterable<[string, unknown]>) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(lines(name))}"`;
    if (isBlob(value)) {
      const filename = quoted((value as Partial<File>).name ?? 'blob');
      const type = value.type || 'application/octet-stream';
      write(`${start}; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`);
      parts.push(await bytesOf(value));
      write('\r\n');
    } else {
      write(`${start}\r\n\r\n${lines(String(value))}\r\n`);
    }
  }
  write(`--${boundary}--\r\n`);
  return { content: joined(parts), type: `multipart/form-data; boundary=${boundary}` };
}

/** The HTML standard's escapes: a quote or line break would end the name. */
function quoted(name: string): string {
  return name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
}

/** Line breaks as the HTML standard has them in names and values. */
function lines(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}
