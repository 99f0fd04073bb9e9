import { BUILT_IN_STEPS } from "@imdb/core/cleaning";
import { optionsFromConfig } from "@imdb/core/config";
import { checkOption } from "@imdb/core/options";
import { createPipeline, type DataPipeline } from "../dataset/pipeline.js";
import { checkChange, type QualitySettings } from "../quality/run-checks.js";
import { nearDuplicateOptions } from "../similarity/near-duplicate-rules.js";
import { groupedSplit } from "../split/grouped-split.js";
import { hashSplit } from "../split/hash-split.js";
import { leakRules } from "../split/leaks.js";
import { officialSplit } from "../split/official-split.js";
import type { Splitter } from "../split/splitter.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { timeSplit } from "../split/time-split.js";
import { type CLEANING_NAMES, type PipelineConfig, pipelineConfigRule } from "./config-schema.js";

type Data = PipelineConfig["data"];

/**
 * The pipeline that a configuration describes.
 *
 * @throws `INVALID_OPTION`
 */
export function pipelineFromConfig(config: PipelineConfig): DataPipeline {
  const { data } = checkOption("config", config, pipelineConfigRule);
  const { near_duplicates: near = {} } = data;
  return createPipeline({
    ...(data.cleaning === undefined ? {} : { cleaning: data.cleaning.map(stepOf) }),
    ...(data.positive_label === undefined ? {} : { positive: data.positive_label }),
    split: splitterOf(data),
    onInvalid: data.on_invalid,
    maxInvalid: data.max_invalid,
    withoutLabels: data.without_labels,
    failOn: data.fail_on,
    onLeak: optionsFromConfig(data.on_leak ?? {}, leakRules),
    nearDuplicates: near === "off" ? near : optionsFromConfig(near, nearDuplicateOptions),
    quality: qualityOf(data),
    expectations: data.expectations,
  });
}

/** The step of a name; for the Unicode normal form it is NFC. */
function stepOf(name: (typeof CLEANING_NAMES)[number]) {
  return BUILT_IN_STEPS.find((step) => step.name === name)!;
}

function splitterOf(data: Data): Splitter {
  const sizes = { testSize: data.test_size, validationSize: data.validation_size };
  const seed = data.random_state;
  switch (data.split) {
    case "official":
      return officialSplit();
    case "grouped":
      return groupedSplit({ ...sizes, seed });
    case "stratified":
      return stratifiedSplit({ ...sizes, seed, smallClasses: data.small_classes });
    case "hash":
      return hashSplit({ ...sizes, seed });
    case "time":
      return timeSplit({ ...sizes, by: data.time_column! });
  }
}

function qualityOf({ quality = {} }: Data): QualitySettings {
  const settings = Object.entries(quality).map(([check, setting]) => [
    check,
    setting === "off" ? setting : optionsFromConfig(setting, checkChange),
  ]);
  return Object.fromEntries(settings);
}
