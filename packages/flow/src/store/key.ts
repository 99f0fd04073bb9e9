import { InvalidOption } from "@imdb/core";

/** A key becomes a file name or an object name: nothing but a hash may. Throws `INVALID_OPTION`. */
export function checkKey(key: string): string {
  if (/^[0-9a-f]{64}$/.test(key)) return key;
  throw InvalidOption.create({ option: "key", value: key, expected: "64 lower-case hexadecimal digits" });
}
