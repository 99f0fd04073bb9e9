import type { ContentHash, Example, Split } from "@imdb/core";
import type { QualityReport } from "../quality/finding.js";
import type { InvalidRow } from "../sources/invalid-row.js";
import type { DatasetManifest } from "./manifest.js";

/** Cleaned, checked and split data, with what was found in it and where it came from. */
export interface Dataset<L extends string = string> {
  /** Hash of what is in the parts; the same for the same content in any order and packaging. */
  readonly version: ContentHash;
  readonly train: Split<"train", L>;
  /** There when the splitter makes one. */
  readonly validation?: Split<"validation", L>;
  readonly test: Split<"test", L>;
  /** Examples without a label, in code point order of their ids. */
  readonly unlabelled: readonly Example<L>[];
  readonly quality: QualityReport;
  readonly manifest: DatasetManifest;
  /** Rows that are not in any part, each with its reason and as it was read. Empty with `onInvalid: "skip"`. */
  readonly quarantined: readonly InvalidRow[];
}
