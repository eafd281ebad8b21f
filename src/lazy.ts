// Members that are made when they are first asked for: hundreds of operations cost nothing until they are used.

/**
 * Defines a member that `make` makes on first use, for the object that it was asked of, where it then stays an
 * ordinary property.
 */
export function lazily(target: object, name: string, make: (owner: object) => unknown): void {
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get(this: object) {
      const value = make(this);
      Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
      return value;
    },
  });
}
