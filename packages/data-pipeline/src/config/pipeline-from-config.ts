import { optionsFromConfig } from "@imdb/core/config";
import type { CleaningStep } from "../cleaning/cleaning-step.js";
import { controlCharacters } from "../cleaning/control-characters.js";
import { htmlBreaks } from "../cleaning/html-breaks.js";
import { htmlEntities } from "../cleaning/html-entities.js";
import { htmlTags } from "../cleaning/html-tags.js";
import { lowerCase } from "../cleaning/lower-case.js";
import { unicodeNormalForm } from "../cleaning/unicode-normal-form.js";
import { whitespace } from "../cleaning/whitespace.js";
import { createPipeline, type DataPipeline, type PipelineOptions } from "../dataset/pipeline.js";
import { checkChange, type QualitySettings } from "../quality/run-checks.js";
import { nearDuplicateOptions } from "../similarity/near-duplicate-rules.js";
import { groupedSplit } from "../split/grouped-split.js";
import { hashSplit } from "../split/hash-split.js";
import { leakRules } from "../split/leaks.js";
import { officialSplit } from "../split/official-split.js";
import type { Splitter } from "../split/splitter.js";
import { stratifiedSplit } from "../split/stratified-split.js";
import { timeSplit } from "../split/time-split.js";
import type { CLEANING_NAMES, PipelineConfig } from "./config-schema.js";

type Data = PipelineConfig["data"];

const STEPS: Record<(typeof CLEANING_NAMES)[number], () => CleaningStep> = {
  "html-breaks": htmlBreaks,
  "html-entities": htmlEntities,
  "html-tags": htmlTags,
  "control-characters": controlCharacters,
  "unicode-normal-form": () => unicodeNormalForm(),
  whitespace,
  "lower-case": lowerCase,
};

/**
 * The pipeline that a configuration describes.
 *
 * @throws `INVALID_OPTION`
 */
export function pipelineFromConfig({ data }: PipelineConfig): DataPipeline {
  return createPipeline({
    ...(data.cleaning === undefined ? {} : { cleaning: data.cleaning.map((name) => STEPS[name]()) }),
    split: splitterOf(data),
    onInvalid: data.on_invalid,
    maxInvalid: data.max_invalid,
    failOn: data.fail_on,
    onLeak: optionsFromConfig(data.on_leak ?? {}, leakRules),
    nearDuplicates: nearDuplicatesOf(data),
    quality: qualityOf(data),
  });
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
      return stratifiedSplit({ ...sizes, seed });
    case "hash":
      return hashSplit({ ...sizes, seed });
    case "time":
      return timeSplit({ ...sizes, by: data.time_column! });
  }
}

function nearDuplicatesOf({
  near_duplicates: near = {},
}: Data): NonNullable<PipelineOptions["nearDuplicates"]> {
  if (near === "off") return near;
  return optionsFromConfig(near, nearDuplicateOptions);
}

function qualityOf({ quality = {} }: Data): QualitySettings {
  const settings = Object.entries(quality).map(([check, setting]) => {
    if (setting === "off") return [check, setting] as const;
    return [check, optionsFromConfig(setting, checkChange)] as const;
  });
  return Object.fromEntries(settings);
}
