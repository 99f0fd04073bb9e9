import * as z from "zod/mini";
import { assertBytes } from "../errors/assert-argument.js";
import { canonicalJson } from "./canonical-json.js";
import { sha256 } from "./sha256.js";

/** @see {@link contentHashSchema} */
export type ContentHash = `sha256:${string}`;

/** A SHA-256 hash: `sha256:` and 64 lower-case hexadecimal digits. */
export const contentHashSchema = z
  .string()
  .check(z.regex(/^sha256:[0-9a-f]{64}$/)) as unknown as z.ZodMiniType<ContentHash, ContentHash>;

/** Hashes bytes. The result is the same in Node, an edge worker and a browser. @throws `INVALID_OPTION` */
export function hashBytes(bytes: Uint8Array): ContentHash {
  assertBytes("bytes", bytes);
  return `sha256:${hex(sha256(bytes))}`;
}

/**
 * Hashes the canonical JSON text of a value: the order of keys makes no difference.
 *
 * @throws `NOT_CANONICAL` when the value has no exact JSON text.
 * @example
 * contentHash({ a: 1, b: 2 }) === contentHash({ b: 2, a: 1 }); // => true
 */
export function contentHash(value: unknown): ContentHash {
  return hashBytes(new TextEncoder().encode(canonicalJson(value)));
}

/** Lower-case hexadecimal digits of bytes. */
export function hex(bytes: Uint8Array): string {
  assertBytes("bytes", bytes);
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
