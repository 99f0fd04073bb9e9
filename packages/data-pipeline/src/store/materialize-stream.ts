import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { RunOptions } from "@imdb/core";
import { defaultCleaning } from "@imdb/core/cleaning";
import { checkOption, having, optionsOf, text, withoutContext } from "@imdb/core/options";
import { writeFolderAtomic } from "@imdb/runtime/files";
import { buildManifest } from "../dataset/build-manifest.js";
import { type ExampleSource, ingest } from "../dataset/ingest.js";
import type { DatasetManifest } from "../dataset/manifest.js";
import { ingestRules, type PipelineOptions } from "../dataset/pipeline.js";
import { createTally } from "../dataset/tally.js";
import { createPartBuilders, partVersions } from "../dataset/version.js";
import { expectationChecks } from "../expectations/expectation-checks.js";
import { createDataCounts } from "../quality/data-counts.js";
import type { Part } from "../quality/part.js";
import { assertQuality, chooseChecks, runCountChecks } from "../quality/run-checks.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { SourceRecord } from "../sources/source.js";
import type { StreamingSplitter } from "../split/splitter.js";
import { type MaterializeOptions, writeRules } from "./materialize.js";
import { createShardWriter } from "./shard-writer.js";
import { quarantineLines, writeDescription } from "./stored-dataset.js";

/** How a stream is written. */
export interface StreamOptions
  extends RunOptions,
    Pick<
      PipelineOptions,
      | "cleaning"
      | "positive"
      | "onInvalid"
      | "maxInvalid"
      | "withoutLabels"
      | "quality"
      | "expectations"
      | "failOn"
    >,
    Pick<MaterializeOptions, "rowsPerShard" | "card"> {
  readonly split: StreamingSplitter;
}

const streamOptions = optionsOf<StreamOptions, keyof RunOptions | "cleaning" | "positive" | "card">({
  split: having<StreamingSplitter>("a splitter that streams", "roleOf"),
  ...ingestRules,
  ...writeRules,
});

const PARTS: readonly Part[] = ["train", "validation", "test", "unlabelled"];

/**
 * Reads, validates, cleans, splits and writes data of any length, in the form of {@link materialize}, as JSON
 * Lines. Texts are never all in memory: about 80 bytes a row are kept, to check that ids are unique and to compute the
 * version, which is the same as that of `process` with the same splitter.
 *
 * Checks of counts are made: of parts, labels, invalid rows, and of files that were read by a guess. Those that look at documents
 * (duplicates, conflicts, leaks, lengths) need the data in memory and are not made; open the result, or a part of it, to make them.
 * An expectation that looks at documents is refused.
 *
 * @returns The manifest of what was written.
 * @throws `INVALID_OPTION`, `INVALID_ROWS`, `NO_LABELS`, `QUALITY_FAILED`, `SPLIT_IMPOSSIBLE`, `FILE_FAILURE`, `CANCELLED`, and whatever the source
 *         throws; the folder then does not exist
 */
export async function materializeStream(
  source: ExampleSource,
  folder: string,
  options: StreamOptions,
): Promise<DatasetManifest> {
  checkOption("folder", folder, text, "materializeStream");
  const resolved = streamOptions.resolve(withoutContext(options), "materializeStream");
  const {
    cleaning = defaultCleaning(),
    positive,
    split,
    onInvalid,
    maxInvalid,
    withoutLabels,
    failOn,
    rowsPerShard,
    card,
  } = resolved;
  const { signal, onProgress } = resolved;
  const checks = [...chooseChecks(resolved.quality), ...expectationChecks(resolved.expectations, "counts")];
  const run: RunOptions = { signal, onProgress };
  let manifest: DatasetManifest | undefined;
  await writeFolderAtomic(folder, async (temporary) => {
    const sources: SourceRecord[] = [];
    const tally = createTally();
    const writers = Object.fromEntries(
      PARTS.map((part) => [part, createShardWriter(temporary, part, rowsPerShard)]),
    );
    const versions = createPartBuilders();
    const quarantine = createRowWriter(join(temporary, "quarantined.jsonl"));
    const counting = createDataCounts();
    const counts = { read: 0, invalid: 0, removed: 0, moved: 0 };
    const rules = { cleaning, onInvalid, maxInvalid, withoutLabels };
    const closeAll = () => Promise.all(PARTS.map((part) => writers[part]!.close()));
    try {
      for await (const { examples, invalid } of ingest(source, rules, run, (record) =>
        sources.push(record),
      )) {
        for (const example of examples) {
          const part = example.label === undefined ? "unlabelled" : split.roleOf(example);
          tally.add(example, part);
          counting.add(part, example.label);
          versions[part].add(example);
          await writers[part]!.write(example);
        }
        counts.read += examples.length + invalid.length;
        counts.invalid += invalid.length;
        for (const row of invalid) counting.addInvalid(row);
        if (onInvalid === "quarantine") await quarantine.write(invalid);
      }
    } finally {
      await quarantine.close();
      await closeAll();
    }
    const files = (await closeAll()).flat();
    const quality = runCountChecks(counting.counts(sources), checks);
    assertQuality(quality, failOn);
    manifest = buildManifest({
      sources,
      cleaning,
      positive,
      split,
      versions: partVersions(versions),
      tally,
      counts,
      quality,
    });
    await writeDescription(temporary, manifest, "jsonl", files, card);
  });
  return manifest!;
}

/** Appends rows to a file, which is created with the first row. */
function createRowWriter(path: string) {
  let file: FileHandle | undefined;
  return {
    async write(rows: readonly InvalidRow[]): Promise<void> {
      if (rows.length === 0) return;
      file ??= await open(path, "wx");
      await file.write(quarantineLines(rows));
    },
    async close(): Promise<void> {
      await file?.close();
    },
  };
}
