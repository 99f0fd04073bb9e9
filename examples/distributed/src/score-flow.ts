import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { batchScoringFlow, hashValue, task } from "@imdb/flow";
import { fileFailure, syncFile } from "@imdb/runtime/files";
import { lineRanges } from "./line-ranges.js";
import { type BundleName, type ScoredShard, type Shard, scoreShard } from "./score-shard.js";
import { within } from "./shared-folder.js";

/** The input of the scoring flow. */
export interface ScoreInput {
  readonly bundle: BundleName;
  /** JSON Lines files in the shared folder, with `id` and `text` in each line. */
  readonly files: readonly string[];
  /** The approximate size of a shard, in bytes. */
  readonly shardBytes: number;
  /** The name of the output file in the shared folder. */
  readonly output: string;
}

/** The result of the scoring flow. */
export interface ScoreSummary {
  readonly output: string;
  readonly sha256: string;
  readonly rows: number;
  readonly failed: number;
  readonly labels: Readonly<Record<string, number>>;
}

/** Scores files in shards, on the runner of the run. The output has the order of the input. */
export function sentimentScoring(shared: string) {
  return batchScoringFlow({
    name: "sentiment scoring",
    shards: async ({ bundle, files, shardBytes }: ScoreInput): Promise<Shard[]> => {
      const shards: Shard[] = [];
      for (const file of files) {
        const path = within(shared, file);
        const ranges = await lineRanges(path, shardBytes);
        const { size, mtimeMs } = await stat(path);
        const fingerprint = hashValue([file, size, mtimeMs]);
        for (const range of ranges) shards.push({ bundle, file, fingerprint, ...range });
      }
      return shards;
    },
    score: scoreShard(shared),
    // Merging is fast and not cached: every run writes the complete output from the parts.
    merge: task({ name: "merge", runsIn: "flow", cache: "none" }, ({ input, scored }: MergeInput) =>
      merge(shared, input.output, scored),
    ),
  });
}

interface MergeInput {
  readonly input: ScoreInput;
  readonly scored: readonly ScoredShard[];
}

async function merge(shared: string, output: string, parts: readonly ScoredShard[]): Promise<ScoreSummary> {
  const path = within(shared, output);
  const temporary = `${path}.tmp`;
  const hash = createHash("sha256");
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "w");
    try {
      for (const part of parts) {
        for await (const chunk of createReadStream(within(shared, part.file))) {
          hash.update(chunk as Buffer);
          await file.writeFile(chunk as Buffer);
        }
      }
      await syncFile(file);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw fileFailure("write", path, cause);
  }
  const labels: Record<string, number> = {};
  for (const part of parts) {
    for (const [label, n] of Object.entries(part.labels)) labels[label] = (labels[label] ?? 0) + n;
  }
  const sum = (of: (part: ScoredShard) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    output,
    sha256: hash.digest("hex"),
    rows: sum((p) => p.rows),
    failed: sum((p) => p.failed),
    labels,
  };
}
