// Bodies in the forms of the platform, distinguished by what they can do: a class of jsdom, happy-dom or another copy of
// undici is not this platform's, and some platforms lack some of them.

/** What a body may be when it is handed to the transport. */
export type Content =
  | string
  | Uint8Array<ArrayBuffer>
  | ArrayBuffer
  | Blob
  | FormData
  | URLSearchParams
  | ReadableStream
  | undefined;

function has(value: unknown, ...names: string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}

export function isStream(value: unknown): value is ReadableStream {
  return has(value, 'getReader', 'tee');
}

export function isBlob(value: unknown): value is Blob {
  return has(value, 'slice') && typeof (value as Blob).size === 'number' && 'type' in (value as Blob);
}

export function isParams(value: unknown): value is URLSearchParams {
  return Object.prototype.toString.call(value) === '[object URLSearchParams]';
}

export function isForm(value: unknown): value is FormData {
  return has(value, 'append', 'getAll', 'entries') && !isParams(value);
}

export function isBytes(value: unknown): value is ArrayBuffer | Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

/** Whether a value is a body as it stands, in a form that the platform knows. */
export function isContent(value: unknown): value is NonNullable<Content> {
  if (typeof value === 'string') return true;
  return isForm(value) || isBlob(value) || isParams(value) || isBytes(value) || isStream(value);
}

/** The bytes of a Blob or File. */
export async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof blob.arrayBuffer === 'function') return new Uint8Array(await blob.arrayBuffer());
  // Older versions of jsdom.
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.onerror = () => reject(reader.error as Error);
    reader.readAsArrayBuffer(blob);
  });
}

/** Some bytes after the other, as one. */
export function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
