import * as crypto from "node:crypto";
import { canonicalJson, type Example } from "@imdb/core";

// The characters that JSON escapes, except the quote and the backslash.
const NEEDS_JSON = /[\0-\x1f\ud800-\udfff]/;

/** The number of bytes of a digest. */
export const DIGEST_BYTES = 32;

// Available since Node 20.12 and 21.7. It takes half the time for texts as short as reviews.
const { hash } = crypto as { hash?: (algorithm: string, data: string, encoding: "buffer") => Buffer };

/**
 * The SHA-256 of an example: the same bytes as `contentHash(example)` of `@imdb/core`, several times faster.
 *
 * @throws `NOT_CANONICAL`
 */
export function exampleDigest(example: Example): Buffer {
  return digestOf(digestHead(example), example.text);
}

/**
 * The canonical JSON of an example up to its text, which is the last field: the part of the digest's input that is known
 * before the text is cleaned.
 *
 * @throws `NOT_CANONICAL`
 */
export function digestHead({ attributes, group, id, label, split }: Example): string {
  let json = "{";
  if (attributes !== undefined) json += `"attributes":${canonicalJson(attributes)},`;
  if (group !== undefined) json += `"group":${quote(group)},`;
  json += `"id":${quote(id)},`;
  if (label !== undefined) json += `"label":${quote(label)},`;
  if (split !== undefined) json += `"split":${quote(split)},`;
  return `${json}"text":`;
}

/**
 * The SHA-256 of the example that begins with `head` and has this text.
 *
 * @throws `NOT_CANONICAL`
 */
export function digestOf(head: string, text: string): Buffer {
  const json = `${head}${quote(text)}}`;
  return hash?.("sha256", json, "buffer") ?? crypto.createHash("sha256").update(json, "utf8").digest();
}

/** The digests at some indices, in the order of the indices. */
export function pickDigests(digests: Uint8Array, at: ArrayLike<number>): Uint8Array {
  const picked = new Uint8Array(at.length * DIGEST_BYTES);
  for (let k = 0; k < at.length; k++) {
    const from = at[k]! * DIGEST_BYTES;
    picked.set(digests.subarray(from, from + DIGEST_BYTES), k * DIGEST_BYTES);
  }
  return picked;
}

function quote(text: string): string {
  if (NEEDS_JSON.test(text)) return canonicalJson(text);
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
