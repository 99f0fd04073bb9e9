/** Whether an object has methods of these names. A connection is known by them: its package is not imported. */
export function hasMethods(object: object, ...names: readonly string[]): boolean {
  return names.every((name) => typeof (object as Record<string, unknown>)[name] === "function");
}
