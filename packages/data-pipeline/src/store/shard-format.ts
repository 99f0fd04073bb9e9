import type { Example } from "@imdb/core";

/** How shards are written. */
export type ShardFormat = "jsonl" | "parquet";

/** One example as a line of JSON, fields in a fixed order. */
export function toLine({ id, label, group, split, attributes, text }: Example): string {
  return `${JSON.stringify({ id, label, group, split, attributes: sorted(attributes), text })}\n`;
}

function sorted(attributes: Example["attributes"]): Example["attributes"] {
  if (attributes === undefined) return undefined;
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
