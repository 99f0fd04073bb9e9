import { InvalidOption } from "@imdb/core";

/** Checks a key, which becomes the name of a file or an object. Throws `INVALID_OPTION` unless it is a hash. */
export function checkKey(key: string): string {
  if (/^[0-9a-f]{64}$/.test(key)) return key;
  throw InvalidOption.create({ option: "key", value: key, expected: "64 lower-case hexadecimal digits" });
}
