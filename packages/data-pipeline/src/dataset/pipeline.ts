import type { RunOptions } from "@imdb/core";
import { type CleaningStep, defaultCleaning, stepRule } from "@imdb/core/cleaning";
import {
  checkRun,
  either,
  having,
  integer,
  listOf,
  nested,
  oneOf,
  optional,
  optionsOf,
  runRules,
  text,
} from "@imdb/core/options";
import { type WorkerScriptOption, workerScriptRules } from "@imdb/runtime/threads";
import type { Expectation } from "../expectations/expectation.js";
import { expectationChecks, expectationsRule } from "../expectations/expectation-checks.js";
import { createDataCounts } from "../quality/data-counts.js";
import {
  assertQuality,
  chooseChecks,
  type QualitySettings,
  qualitySettings,
  runChecks,
} from "../quality/run-checks.js";
import { type NearDuplicateOptions, nearDuplicateOptions } from "../similarity/near-duplicate-rules.js";
import { sketchRulesOf } from "../similarity/sketch.js";
import { isSource } from "../sources/source.js";
import { type LeakRules, leakRules } from "../split/leaks.js";
import type { Splitter } from "../split/splitter.js";
import { assignParts } from "./assign-parts.js";
import { buildManifest } from "./build-manifest.js";
import { collect } from "./collect.js";
import type { Dataset } from "./dataset.js";
import { displayDataset } from "./display-dataset.js";
import { notePlaces } from "./example-places.js";
import { findDuplicates } from "./find-duplicates.js";
import type { ExampleSource, OnInvalid } from "./ingest.js";
import { createTally } from "./tally.js";
import { versionParts } from "./version-parts.js";

/** Options of {@link createPipeline}. */
export interface PipelineOptions extends WorkerScriptOption {
  /** Default {@link defaultCleaning}; `[]` for none. */
  readonly cleaning?: readonly CleaningStep[];
  /**
   * The class, of two, that precision, recall and thresholds are about: `"fraud"`, `"pos"`. Its splits know it. Default:
   * none; a metric that needs one is refused.
   */
  readonly positive?: string | undefined;
  readonly split: Splitter;
  /** Default `throw`. */
  readonly onInvalid?: OnInvalid;
  /** With `throw`: the number of invalid rows to collect before stopping. Default 20. */
  readonly maxInvalid?: number;
  /** Whether data of which no row has a label is refused, with the columns that there are: the label column was forgotten. Default `refuse`. */
  readonly withoutLabels?: "refuse" | "accept";
  /** Severities and thresholds of checks by name. Default: those of each check. */
  readonly quality?: QualitySettings;
  /** What the whole of the data must be, beside the checks: by name, or functions. Default: nothing. */
  readonly expectations?: readonly Expectation[] | undefined;
  /** The severity from which a finding makes `process` fail. Default `error`. */
  readonly failOn?: "error" | "warning" | "never";
  /** What to do when a group or a duplicate is in two parts. */
  readonly onLeak?: LeakRules;
  /** When texts count as near duplicates, or `off`: then only exact ones count. */
  readonly nearDuplicates?: NearDuplicateOptions | "off";
  /** The number of threads of `process`, unless its run has one. Default: one a core. */
  readonly threads?: number | undefined;
}

/** The rules of the options that say how rows are ingested. */
export const ingestRules = {
  cleaning: optional(listOf(stepRule)),
  positive: optional(text),
  onInvalid: ["throw", oneOf("throw", "skip", "quarantine")],
  maxInvalid: [20, integer(1)],
  quality: [{}, qualitySettings],
  expectations: [[], expectationsRule],
  failOn: ["error", oneOf("error", "warning", "never")],
  withoutLabels: ["refuse", oneOf("refuse", "accept")],
} as const;

const pipelineOptions = optionsOf<PipelineOptions, "cleaning" | "positive" | "threads" | "workerScript">({
  ...ingestRules,
  split: having<Splitter>("a splitter", "assign"),
  onLeak: [{}, nested(leakRules)],
  nearDuplicates: [{}, either(oneOf("off"), nested(nearDuplicateOptions))],
  threads: runRules.threads,
  ...workerScriptRules,
});

/** How the rows of a file are read, if the source is one. */
function readingOf(source: ExampleSource): Pick<Dataset, "reading"> {
  return isSource(source) && source.reading ? { reading: source.reading } : {};
}

/** Makes datasets of raw examples. */
export interface DataPipeline {
  /**
   * Reads, cleans, validates, splits, checks and versions, on `run.threads` threads (default: those of the pipeline). The
   * same examples in any order, on any number of threads, make the same dataset. Without the worker script, as in a
   * bundle of one file, the calling thread does all, with a warning.
   *
   * @throws `INVALID_OPTION`, `INVALID_ROWS`, `NO_LABELS`, `SPLIT_IMPOSSIBLE`, `QUALITY_FAILED`, `CANCELLED`, `INVALID_WORKER_SCRIPT`, and whatever the source throws
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
  const resolved = pipelineOptions.resolve(options, "createPipeline");
  const {
    cleaning = defaultCleaning(),
    positive,
    split,
    onInvalid,
    maxInvalid,
    withoutLabels,
    failOn,
    onLeak,
    nearDuplicates,
    threads: ownThreads,
    workerScript,
  } = resolved;
  const checks = [
    ...chooseChecks(resolved.quality),
    ...expectationChecks(resolved.expectations, "documents"),
  ];
  const similarity = nearDuplicates === "off" ? nearDuplicates : nearDuplicateOptions.resolve(nearDuplicates);
  const sketched = similarity === "off" ? undefined : sketchRulesOf(similarity);
  const rules = { cleaning, onInvalid, maxInvalid, withoutLabels };
  return {
    async process<L extends string>(source: ExampleSource<L>, given: RunOptions = {}): Promise<Dataset<L>> {
      checkRun(given, "process");
      const run = { ...given, threads: given.threads ?? ownThreads, workerScript };
      const collected = await collect(source, rules, sketched, run);
      const { examples, traits, invalid, sources, places } = collected;
      const duplicates = await findDuplicates(examples, traits, similarity, run);
      const assigned = assignParts(collected, duplicates, split, onLeak);
      const counting = createDataCounts();
      assigned.examples.forEach(({ label }, i) => {
        counting.add(assigned.parts[i]!, label);
      });
      for (const row of invalid) counting.addInvalid(row);
      const quality = runChecks({ ...assigned, counts: counting.counts(sources) }, checks);
      assertQuality(quality, failOn);
      const { versions, parts } = versionParts(assigned, { cleaning, positive: positive as L | undefined });
      const tally = createTally();
      assigned.examples.forEach((example, i) => {
        tally.add(example, assigned.parts[i]!);
      });
      const { removed, moved } = assigned;
      const counts = {
        read: examples.length + invalid.length,
        invalid: invalid.length,
        removed: removed.length,
        moved,
      };
      const manifest = buildManifest({
        sources,
        cleaning,
        positive,
        split,
        versions,
        tally,
        counts,
        quality,
      });
      const dataset = displayDataset({
        version: manifest.version,
        ...parts,
        quality,
        manifest,
        ...readingOf(source),
        quarantined: onInvalid === "skip" ? removed : [...invalid, ...removed],
      });
      // The rows of a list are no places: it may be in any order.
      return isSource(source) ? notePlaces(dataset, places) : dataset;
    },
  };
}
