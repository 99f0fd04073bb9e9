import { InvalidOption } from "./codes.js";

/** Throws `INVALID_OPTION` unless an argument of a public function holds to a rule, for callers without types. */
export function assertArgument(name: string, value: unknown, expected: string, holds: boolean): void {
  if (!holds) throw InvalidOption.create({ option: name, value, expected });
}

/** @throws `INVALID_OPTION` for what is no object; lists and functions are not checked further. */
export function assertObject(name: string, value: unknown, expected = "an object"): void {
  assertArgument(name, value, expected, typeof value === "object" && value !== null);
}

/** @throws `INVALID_OPTION` for what is no list, or has a member that is no object. */
export function assertObjects(name: string, value: unknown, expected: string): void {
  assertArgument(name, value, expected, Array.isArray(value) && value.every((one) => Object(one) === one));
}

/** @throws `INVALID_OPTION` for what is no `Uint8Array`, of whichever realm. */
export function assertBytes(name: string, value: unknown): void {
  const type = Object.prototype.toString.call(value);
  assertArgument(name, value, "a Uint8Array", type === "[object Uint8Array]");
}
