import {
  breathe,
  byCodePoint,
  contentHash,
  createSplit,
  type Example,
  InvalidOption,
  type Role,
  type RunOptions,
  type Split,
  throwIfCancelled,
} from "@imdb/core";
import type { CleaningStep } from "../cleaning/cleaning-step.js";
import { defaultCleaning } from "../cleaning/default-cleaning.js";
import type { Part } from "../quality/check.js";
import { assertQuality, chooseChecks, type QualitySettings, runChecks } from "../quality/run-checks.js";
import { sameText } from "../quality/same-text.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { SourceRecord } from "../sources/source.js";
import type { Splitter } from "../split/splitter.js";
import { buildManifest } from "./build-manifest.js";
import type { Dataset } from "./dataset.js";
import { type ExampleSource, type OnInvalid, takeIn } from "./intake.js";
import { versionOf } from "./version.js";

/** What a pipeline does; {@link createPipeline} checks it. */
export interface PipelineOptions {
  /** Default {@link defaultCleaning}; `[]` for none. */
  readonly cleaning?: readonly CleaningStep[];
  readonly split: Splitter;
  /** Default `throw`. */
  readonly onInvalid?: OnInvalid;
  /** With `throw`: invalid rows to collect before stopping. Default 20. */
  readonly maxInvalid?: number;
  /** Severities and thresholds of checks by name, where the defaults do not fit. */
  readonly quality?: QualitySettings;
  /** Severity of a finding that rejects the data. Default `error`. */
  readonly failOn?: "error" | "warning" | "never";
}

/** From raw examples to a dataset. */
export interface DataPipeline {
  /**
   * Reads, cleans, validates, splits, checks and versions. The same examples in any order give the same
   * dataset.
   *
   * @throws `INVALID_ROWS`, `SPLIT_IMPOSSIBLE`, `QUALITY_FAILED`, `CANCELLED`, and whatever the source throws
   */
  process<L extends string>(source: ExampleSource<L>, run?: RunOptions): Promise<Dataset<L>>;
}

/**
 * Composes a data pipeline.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const pipeline = createPipeline({ split: groupedSplit({ testSize: 0.5, seed: 1 }) });
 * const { train, test } = await pipeline.process([
 *   { id: "1", text: "A gem.", label: "pos", group: "a" },
 *   { id: "2", text: "Dull.", label: "neg", group: "b" },
 * ]);
 * [train.examples.length, test.examples.length]; // => [1, 1]
 */
export function createPipeline(options: PipelineOptions): DataPipeline {
  const {
    cleaning = defaultCleaning(),
    split,
    onInvalid = "throw",
    maxInvalid = 20,
    failOn = "error",
  } = options;
  const checks = chooseChecks(options.quality);
  if (!["throw", "skip", "quarantine"].includes(onInvalid)) {
    const expected = '"throw", "skip" or "quarantine"';
    throw InvalidOption.create({ option: "onInvalid", value: onInvalid, expected });
  }
  return {
    async process<L extends string>(source: ExampleSource<L>, run: RunOptions = {}) {
      const sources: SourceRecord[] = [];
      const intake = takeIn(source, { cleaning, onInvalid, maxInvalid }, run, (record) =>
        sources.push(record),
      );
      const examples: Example<L>[] = [];
      const invalid: InvalidRow[] = [];
      for await (const batch of intake) {
        for (const example of batch.examples) examples.push(example);
        for (const row of batch.invalid) invalid.push(row);
      }
      examples.sort((a, b) => byCodePoint(a.id, b.id));
      const step = stepper(run);
      await step("splitting");
      const parts = partsOf(examples, split);
      await step("checking");
      const quality = runChecks({ examples, parts, sameText: sameText(examples), invalid }, checks);
      assertQuality(quality, failOn);
      await step("hashing");
      const train = splitOf("train", examples, parts);
      const validation = parts.includes("validation") ? splitOf("validation", examples, parts) : undefined;
      const test = splitOf("test", examples, parts);
      const unlabelled = examples.filter((_, i) => parts[i] === "unlabelled");
      const versioned = {
        train,
        ...(validation === undefined ? {} : { validation }),
        test,
        unlabelled: { examples: unlabelled, version: versionOf(unlabelled) },
      };
      const version = contentHash(Object.entries(versioned).map(([part, { version }]) => [part, version]));
      const counts = { read: examples.length + invalid.length, invalid: invalid.length, removed: 0 };
      const manifest = buildManifest({
        version,
        sources,
        cleaning,
        split,
        parts: versioned,
        counts,
        quality,
      });
      return {
        version,
        train,
        ...(validation === undefined ? {} : { validation }),
        test,
        unlabelled,
        quality,
        manifest,
        quarantined: onInvalid === "skip" ? [] : invalid,
      } satisfies Dataset<L>;
    },
  };
}

function partsOf(examples: readonly Example[], split: Splitter): Part[] {
  const labelled = examples.filter(({ label }) => label !== undefined);
  const roles = split.assign(labelled);
  let next = 0;
  return examples.map(({ label }) => (label === undefined ? "unlabelled" : roles[next++]!));
}

function splitOf<R extends Role, L extends string>(
  role: R,
  all: readonly Example<L>[],
  parts: readonly Part[],
): Split<R, L> {
  const examples = all.filter((_, i) => parts[i] === role);
  return createSplit(role, examples, versionOf(examples));
}

function stepper(run: RunOptions) {
  let done = 0;
  return async (stage: string) => {
    throwIfCancelled(run.signal, "Processing the data");
    run.onProgress?.({ stage, done: done++, total: 3, unit: "steps" });
    await breathe();
  };
}
