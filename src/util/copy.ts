// Copies of what a caller handed over, so that a later change of it changes nothing here.

/** Plain objects, lists and dates are copied, however deep; everything else (files, forms, classes) stays itself. */
export function copyOf<T>(value: T, copies = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return new Date(value) as T;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  const known = copies.get(value);
  if (known) return known as T;
  const copy = (Array.isArray(value) ? [] : {}) as Record<string, unknown>;
  copies.set(value, copy);
  for (const [name, item] of Object.entries(value)) {
    // As an own property, also where it is called __proto__.
    Object.defineProperty(copy, name, {
      value: copyOf(item, copies),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy as T;
}
