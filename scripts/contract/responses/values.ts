// What holds for requests and responses alike: lists of values that forget null, and dates that no format describes.

import type { Json, Schema } from '../../openapi/document.ts';
import { replaceFormat } from './wire-types.ts';

/** Changes every schema in a value. */
export function relaxValues(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { type, enum: values, format } = value as Json;
  if (Array.isArray(type) && type.includes('null') && Array.isArray(values) && !values.includes(null)) {
    values.push(null);
  }
  // RFC 3339 demands an offset with a colon; the server takes local times and -0500, and sends them.
  if (format === 'date-time') replaceFormat(value as Schema, format);
  for (const child of Object.values(value)) relaxValues(child);
}
