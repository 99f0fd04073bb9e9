import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonLine } from "@imdb/rows";
import * as z from "zod";
import { type DatasetManifest, datasetManifestSchema } from "../dataset/manifest.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import { type DataCardFacts, dataCard } from "./data-card.js";

/** A file of a materialized dataset. */
export const storedFileSchema = z.object({
  bytes: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** @see {@link storedFileSchema} */
export type StoredFile = z.infer<typeof storedFileSchema>;

const SHARD = /^(train|validation|test|unlabelled)-\d{5}\.(jsonl|parquet)$/;

/** The content of `dataset.json`: the manifest, and the shards with their hashes. */
export const storedDatasetSchema = datasetManifestSchema.extend({
  format: z.enum(["jsonl", "parquet"]),
  // A shard's name is checked here, because it becomes a path.
  files: z.record(z.string().regex(SHARD, "not the name of a shard"), storedFileSchema),
});

/** @see {@link storedDatasetSchema} */
export type StoredDataset = z.infer<typeof storedDatasetSchema>;

/** How shards are written. */
export type ShardFormat = StoredDataset["format"];

/** Writes the files that describe the shards of a folder: `dataset.json` and the data card. */
export async function writeDescription(
  folder: string,
  manifest: DatasetManifest,
  format: ShardFormat,
  files: readonly (readonly [name: string, file: StoredFile])[],
  card: DataCardFacts | undefined,
): Promise<void> {
  const stored: StoredDataset = { ...manifest, format, files: Object.fromEntries(files) };
  await writeFile(join(folder, "README.md"), dataCard(manifest, card), { flag: "wx" });
  await writeFile(join(folder, "dataset.json"), `${JSON.stringify(stored, null, 2)}\n`, { flag: "wx" });
}

/** Invalid rows as lines of JSON; a raw value that JSON cannot represent is written as text. */
export function quarantineLines(rows: readonly InvalidRow[]): string {
  return rows.map(quarantineLine).join("");
}

function quarantineLine(row: InvalidRow): string {
  try {
    return jsonLine(row);
  } catch {
    return jsonLine({ ...row, raw: String(row.raw) });
  }
}

/** The part that a shard belongs to, by its name. */
export function partOfShard(name: string): string {
  return name.slice(0, name.lastIndexOf("-"));
}
