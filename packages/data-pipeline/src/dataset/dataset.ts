import type { ContentHash, Example, RowsReading, Split } from "@imdb/core";
import { type OptionRule, rule } from "@imdb/core/options";
import type { QualityReport } from "../quality/finding.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { DatasetManifest } from "./manifest.js";

/** Cleaned, checked and split data with its quality report and its lineage. */
export interface Dataset<L extends string = string> {
  /** The hash of the content: the same for the same examples in any order and file format. */
  readonly version: ContentHash;
  readonly train: Split<"train", L>;
  /** Present when the splitter makes one. */
  readonly validation?: Split<"validation", L>;
  readonly test: Split<"test", L>;
  /** Examples without a label, in code point order of their ids. */
  readonly unlabelled: readonly Example<L>[];
  readonly quality: QualityReport;
  readonly manifest: DatasetManifest;
  /** How the rows of its file were read, where it comes from one: a bundle remembers it, so that scoring reads alike. */
  readonly reading?: RowsReading | undefined;
  /** Rows that are not in any part, each as it was read and with the reason. Empty with `onInvalid: "skip"`. */
  readonly quarantined: readonly InvalidRow[];
}

/** A dataset, by its fields. */
export const datasetRule: OptionRule<Dataset> = rule("a dataset, as process returns it", (value) => {
  const { train, test, unlabelled, quality, manifest, quarantined } = Object(value) as Partial<Dataset>;
  const lists = [train?.examples, test?.examples, unlabelled, quarantined];
  return lists.every(Array.isArray) && Object(quality) === quality && Object(manifest) === manifest;
});
