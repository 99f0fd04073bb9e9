import { createHash } from "node:crypto";
import type { Codec } from "@imdb/core";
import { encodeValue } from "./encode-value.js";

/**
 * SHA-256 of any storable value, as 64 hexadecimal digits. It does not depend on the order of keys. Typed arrays are
 * hashed without a copy.
 *
 * @throws `UNSTORABLE_VALUE` for functions, class instances and cycles; the error names the place.
 * @example
 * hashValue({ a: 1, b: 2 }) === hashValue({ b: 2, a: 1 }); // => true
 */
export function hashValue(value: unknown): string {
  return hashFitted(value, []);
}

/** {@link hashValue} of a value that may hold fitted objects of these codecs. */
export function hashFitted(value: unknown, codecs: readonly Codec[]): string {
  const { head, blobs } = encodeValue(value, "sorted", codecs);
  const hash = createHash("sha256").update(head);
  // The head has the length of each blob, so that different values have different bytes.
  for (const blob of blobs) hash.update(blob);
  return hash.digest("hex");
}
