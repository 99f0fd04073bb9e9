import { z } from "zod";
import { datasetManifestSchema } from "../dataset/manifest.js";

/** A file of a materialized dataset. */
const storedFileSchema = z.object({
  bytes: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** @see {@link storedFileSchema} */
export type StoredFile = z.infer<typeof storedFileSchema>;

const SHARD = /^(train|validation|test|unlabelled)-\d{5}\.(jsonl|parquet)$/;

/** What `dataset.json` holds: the manifest, and the shards with their hashes. */
export const storedDatasetSchema = datasetManifestSchema.extend({
  format: z.enum(["jsonl", "parquet"]),
  // A shard's name is checked here, because it becomes a path.
  files: z.record(z.string().regex(SHARD, "not the name of a shard"), storedFileSchema),
});

/** @see {@link storedDatasetSchema} */
export type StoredDataset = z.infer<typeof storedDatasetSchema>;

/** The part that a shard is of, by its name. */
export function partOfShard(name: string): string {
  return name.slice(0, name.lastIndexOf("-"));
}
