/**
 * Makes facts of an object hold for this object alone. What is made of it by `{ ...object, fit: mine }` or `Object.create`
 * does not have them: its parameters are those of the object, what it learns is not.
 *
 * @param names  The properties: they are not enumerable, and `undefined` where they are read of another object.
 */
export function ownFacts<T extends object>(object: T, ...names: readonly (keyof T)[]): T {
  for (const name of names) {
    const fact = Object.getOwnPropertyDescriptor(object, name);
    if (fact === undefined) continue;
    function get(this: unknown): unknown {
      if (this !== object) return undefined;
      return fact!.get ? fact!.get.call(object) : fact!.value;
    }
    Object.defineProperty(object, name, { get, enumerable: false, configurable: true });
  }
  return object;
}
