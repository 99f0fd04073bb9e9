import { type Cleaning, cleaningOf, isSameCleaning, type RowsReading, type Split } from "@imdb/core";
import { anObject, checkOption, rule } from "@imdb/core/options";
import type { Dataset } from "@imdb/data-pipeline";
import { CleaningUnknown } from "./errors.js";

/** What a text classifier is fitted on: a dataset, of which it takes the train split, or a train split. */
export type TrainingData<L extends string = string> = Dataset<L> | Split<"train", L>;

/** The train split of training data, and what a bundle records of it. */
export interface TrainingFacts<L extends string> {
  readonly split: Split<"train", L>;
  /** The steps with their functions where the pipeline ran in this process. Empty: the texts are raw. */
  readonly cleaning: Cleaning;
  /** The hash of the dataset; of the split, where only that is given. */
  readonly version: Split["version"];
  /** Names of the files. Empty where they are not known. */
  readonly source: string;
  readonly reading: RowsReading | undefined;
}

const dataRule = rule<object>(
  "a dataset or a train split",
  (value) => isSplit(Object(value)) || isSplit(Object(Object(value).train)),
);

const textsRule = rule<object>(
  "a split whose texts are cleaned as its cleaning says, as createSplit makes it",
  (split) => {
    const { texts, cleaning } = split as Split;
    return cleaning === undefined || isSameCleaning(cleaning, cleaningOf(texts) ?? []);
  },
);

/** Finds the train split in training data. @throws `INVALID_OPTION`, `CLEANING_UNKNOWN` */
export function trainingFacts<L extends string>(data: TrainingData<L>): TrainingFacts<L> {
  checkOption("data", data, anObject<TrainingData<L>>("a dataset or a train split"), "fit");
  checkOption<object>("data", data, dataRule, "fit");
  const split = "train" in data ? data.train : data;
  const known = "train" in data ? data : undefined;
  const sources = known?.manifest?.sources ?? [];
  checkOption<object>("data", split, textsRule, "fit");
  const cleaning = cleaningOf(split.texts);
  // Taken for raw, cleaned texts that were copied would make a model that serves raw ones uncleaned.
  if (cleaning === undefined && split.role === "train")
    throw CleaningUnknown.create({ documents: split.texts.length });
  return {
    split,
    cleaning: cleaning ?? [],
    version: known?.version ?? split.version,
    source: sources.map(({ name }) => name).join(", "),
    reading: known?.reading,
  };
}

function isSplit(value: { readonly examples?: unknown; readonly texts?: unknown }): boolean {
  return Array.isArray(value.examples) && Array.isArray(value.texts);
}
