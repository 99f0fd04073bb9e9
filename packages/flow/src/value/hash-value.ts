import { createHash } from "node:crypto";
import type { Codec } from "@imdb/core";
import { encodeValue } from "./encode-value.js";

/**
 * SHA-256 of any storable value, as 64 hexadecimal digits: the order of keys makes no difference, everything
 * else does. Typed arrays are hashed in place.
 *
 * @throws `UNSTORABLE_VALUE` for functions, class instances and cycles; names the place.
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
  // Every blob's length stands in the head, so that no two values share their bytes.
  for (const blob of blobs) hash.update(blob);
  return hash.digest("hex");
}
