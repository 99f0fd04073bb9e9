import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { defineError } from "@imdb/core";
import { hashValue, task } from "@imdb/flow";
import { writeFileAtomic } from "@imdb/runtime/files";
import { type Predictor, scoreStream } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import * as z from "zod";
import { keepLast } from "./keep-last.js";
import type { LineRange } from "./line-ranges.js";
import { within } from "./shared-folder.js";

/** A model bundle in the shared folder. */
export interface BundleName {
  readonly folder: string;
  /** The version in its manifest: the hash of the content. */
  readonly version: string;
}

/** A part of a JSON Lines file (`id` and `text` in each line) to score. */
export interface Shard extends LineRange {
  readonly bundle: BundleName;
  readonly file: string;
  /** Identifies the content of the file, because a later file may have the same name. */
  readonly fingerprint: string;
}

/** The result of a shard. */
export interface ScoredShard {
  /** The file of its output lines. */
  readonly file: string;
  readonly rows: number;
  /** The number of rows that could not be scored. Their lines have an error code instead of a label. */
  readonly failed: number;
  readonly labels: Readonly<Record<string, number>>;
}

const OtherBundle = defineError(
  "OTHER_BUNDLE",
  "state",
  (d: { folder: string; expected: string; actual: string }) => ({
    message: `The bundle ${d.folder} has the version ${d.actual}, expected ${d.expected}.`,
    remedy: "Do not replace a bundle that is in use. Write each version to its own folder.",
  }),
);

const keep = keepLast<Predictor>();
const rowSchema = z.object({ id: z.string(), text: z.unknown() });

/** Loads a model. The process keeps it until it loads another one. Throws `OTHER_BUNDLE`. */
async function predictorOf(shared: string, { folder, version }: BundleName): Promise<Predictor> {
  const predictor = await keep(`${folder} ${version}`, () => loadModel(within(shared, folder)));
  if (predictor.modelVersion === version) return predictor;
  throw OtherBundle.create({ folder, expected: version, actual: predictor.modelVersion });
}

/**
 * Scores one shard and writes the lines to a file. The name of the file is a hash of the inputs: any worker writes the
 * same file, and a repeated task writes it again.
 */
export function scoreShard(shared: string) {
  return task(
    { name: "score shard", cache: "inputs", retries: 2 },
    async (shard: Shard, ctx): Promise<ScoredShard> => {
      const predictor = await predictorOf(shared, shard.bundle);
      const lines: string[] = [];
      const labels: Record<string, number> = Object.fromEntries(predictor.labels.map((label) => [label, 0]));
      let failed = 0;
      for await (const scored of scoreStream(rowsOf(within(shared, shard.file), shard), predictor, ctx)) {
        const { id } = scored.row;
        if ("error" in scored) {
          failed++;
          lines.push(JSON.stringify({ id, error: scored.error.code }));
          continue;
        }
        const { label, probabilities } = scored.prediction;
        labels[label]!++;
        lines.push(JSON.stringify({ id, label, probabilities }));
      }
      const file = `scored/parts/${hashValue(shard)}.jsonl`;
      await writeFileAtomic(within(shared, file), lines.map((line) => `${line}\n`).join(""));
      return { file, rows: lines.length, failed, labels };
    },
  );
}

/** The rows of a range. A line that is not a row has no text, and is counted as a row that cannot be scored. */
async function* rowsOf(
  path: string,
  { start, end }: LineRange,
): AsyncGenerator<{ id: string; text: string }> {
  const stream = createReadStream(path, { start, end: end - 1, encoding: "utf8" });
  let line = 0;
  for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text === "") continue;
    const row = rowSchema.safeParse(parsed(text));
    // The predictor checks `text` and reports what is wrong.
    yield (row.data ?? { id: `bytes ${start}-${end}, line ${line}` }) as { id: string; text: string };
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
