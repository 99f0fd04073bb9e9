import { createHash } from "node:crypto";
import { type ContentHash, canonicalJson, type Example } from "@imdb/core";

// Characters that JSON escapes other than the quote and the backslash.
const NEEDS_JSON = /[\0-\x1f\ud800-\udfff]/;

/**
 * The content hash of one example; the same as `contentHash(example)` of core, several times faster.
 *
 * @throws `NOT_CANONICAL`
 */
export function exampleHash(example: Example): ContentHash {
  return sha256(canonicalExample(example));
}

/** SHA-256 of a text's UTF-8. */
export function sha256(text: string): ContentHash {
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
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
