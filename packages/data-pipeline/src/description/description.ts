import type { Part } from "../quality/part.js";
import type { ColumnDescription } from "./columns.js";
import type { DescribedExample } from "./described-example.js";
import type { LengthDescription } from "./lengths.js";

/** What people ask first of a dataset. */
export interface DatasetDescription {
  /** The number of documents in all parts. */
  readonly documents: number;
  /** The number of documents of each part that has any. */
  readonly parts: Readonly<Partial<Record<Part, number>>>;
  /** The fields of the documents. */
  readonly columns: readonly ColumnDescription[];
  /** The labels, in code point order. */
  readonly labels: readonly LabelDescription[];
  /** Lengths in UTF-16 code units. Left out without documents. */
  readonly characters?: LengthDescription | undefined;
  /** Lengths in words between white space. Left out without documents. */
  readonly words?: LengthDescription | undefined;
  readonly longest?: DescribedExample | undefined;
  readonly shortest?: DescribedExample | undefined;
  /** The number of documents that repeat the text of one with a smaller id, in whatever part. */
  readonly duplicates: number;
  /** Rows of the source that did not become documents. */
  readonly invalid: number;
}

/** One label of a dataset. */
export interface LabelDescription {
  readonly label: string;
  readonly documents: number;
  /** Its share of the labelled documents, from 0 to 1. */
  readonly share: number;
  /** The first five documents of the train part that have it, in code point order of their ids. */
  readonly examples: readonly DescribedExample[];
}
