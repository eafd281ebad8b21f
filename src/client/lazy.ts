// Members that are made when they are first asked for.

/**
 * Returns a function that gives an object members which are made on first use, each from the object's own `state`, and
 * are ordinary properties from then on; enumerable and replaceable before and after. The getters are shared by all
 * such objects and hold nothing: getters of their own would give each object a hidden class of its own, which costs the
 * engine ten times as much as the members themselves.
 */
export function lazyMembers<State>(
  makers: Readonly<Record<string, (state: State) => unknown>>,
): (owner: object, state: State) => void {
  // A property, not a WeakMap: so a Proxy around an object finds it too. A function: tools that print hidden
  // properties must not print what is in it.
  const member = Symbol('altegio-sdk.member');
  const getters = Object.keys(makers).map((name) => [name, getter(member, name)] as const);
  const descriptors = Object.fromEntries(getters);
  return (owner, state) => {
    const made = new Map<string, unknown>();
    const make = (name: string) => {
      if (!made.has(name)) made.set(name, makers[name]!(state));
      return made.get(name);
    };
    Object.defineProperty(owner, member, { value: make });
    Object.defineProperties(owner, descriptors);
  };
}

function getter(
  member: symbol,
  name: string,
): PropertyDescriptor & ThisType<Record<symbol, (name: string) => unknown>> {
  const settle = (owner: object, value: unknown) =>
    Reflect.defineProperty(owner, name, { value, configurable: true, enumerable: true, writable: true });
  return {
    configurable: true,
    enumerable: true,
    get() {
      const value = this[member]!(name);
      settle(this, value);
      return value;
    },
    set(value: unknown) {
      settle(this, value);
    },
  };
}
