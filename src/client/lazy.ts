// Members that are made when they are first asked for: hundreds of operations cost nothing until they are used.

/**
 * Defines a member that `make` makes on first use, for the object that it was asked of, where it then stays an
 * ordinary property. Not enumerable, so that printing or copying an object makes nothing.
 */
export function lazily(target: object, name: string, make: (owner: object) => unknown): void {
  Object.defineProperty(target, name, {
    configurable: true,
    get(this: object | undefined) {
      if (this === undefined) return detached(make);
      const value = make(this);
      if (Object.isExtensible(this)) {
        Object.defineProperty(this, name, { value, configurable: true, writable: true });
      }
      return value;
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, { value, configurable: true, writable: true });
    },
  });
}

/** For spies of test tools, which read the getter alone: the method of whatever it is called on. */
function detached(make: (owner: object) => unknown) {
  return function (this: object, ...args: unknown[]): unknown {
    return (make(this) as (...args: unknown[]) => unknown)(...args);
  };
}
