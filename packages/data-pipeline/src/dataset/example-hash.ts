import { createHash } from "node:crypto";
import { canonicalJson, type Example } from "@imdb/core";

// Characters that JSON escapes other than the quote and the backslash.
const NEEDS_JSON = /[\0-\x1f\ud800-\udfff]/;

/**
 * The SHA-256 of one example: the bytes of core's `contentHash(example)`, several times faster.
 *
 * @throws `NOT_CANONICAL`
 */
export function exampleDigest(example: Example): Buffer {
  return createHash("sha256").update(canonicalExample(example), "utf8").digest();
}

function canonicalExample({ attributes, group, id, label, split, text }: Example): string {
  let json = "{";
  if (attributes !== undefined) json += `"attributes":${canonicalJson(attributes)},`;
  if (group !== undefined) json += `"group":${quote(group)},`;
  json += `"id":${quote(id)},`;
  if (label !== undefined) json += `"label":${quote(label)},`;
  if (split !== undefined) json += `"split":${quote(split)},`;
  return `${json}"text":${quote(text)}}`;
}

function quote(text: string): string {
  if (NEEDS_JSON.test(text)) return canonicalJson(text);
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
