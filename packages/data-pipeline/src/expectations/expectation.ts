import type { Example } from "@imdb/core";
import type { Severity } from "../quality/finding.js";
import type { Part } from "../quality/part.js";
import type { Value } from "./column.js";

/** What every expectation may say. */
interface AnyExpectation {
  /** Its name in the report. Default: what it expects, and of what: `values-in-set lang`. */
  readonly name?: string | undefined;
  /** The severity of its finding when it is not met. Default `error`. */
  readonly severity?: Severity | undefined;
  /** The part that it is about. Default: all parts. */
  readonly part?: Part | undefined;
}

/** Bounds, both included. One of them may be left out. */
interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A column of the documents, where most values are as expected. */
interface MostValues {
  /** `id`, `text`, `label`, `group`, `split`, or the name of an attribute (`attributes.NAME`, if it has the name of another column). */
  readonly column: string;
  /** The least share of the values that must be as expected, above 0. Default 1. Missing values do not count. */
  readonly mostly?: number | undefined;
}

type Kind<Name extends string, Parameters> = { readonly expect: Name } & Parameters & AnyExpectation;

/** An expectation with a name, of a settings file or of code. */
export type NamedExpectation =
  /** The number of documents. Great Expectations: `expect_table_row_count_to_be_between`. */
  | Kind<"row-count-between", Bounds>
  /** The share of the labelled documents that has a label, from 0 to 1. */
  | Kind<"label-share-between", { readonly label: string } & Bounds>
  /** The number of documents of every label, as for cross-validation with so many folds. */
  | Kind<"label-count-between", Bounds>
  /** `expect_column_values_to_not_be_null`: the documents that have a value. */
  | Kind<"values-not-null", MostValues>
  /** `expect_column_values_to_be_unique`. */
  | Kind<"values-unique", MostValues>
  /** `expect_column_values_to_be_in_set`. Values are compared as texts. */
  | Kind<"values-in-set", MostValues & { readonly values: readonly Value[] }>
  /** `expect_column_values_to_not_be_in_set`. */
  | Kind<"values-not-in-set", MostValues & { readonly values: readonly Value[] }>
  /** `expect_column_values_to_be_between`, of numbers. */
  | Kind<"values-between", MostValues & Bounds>
  /** `expect_column_values_to_match_regex`: it is found anywhere in the value; `^` and `$` are its start and end. */
  | Kind<"values-match-regex", MostValues & { readonly regex: string }>
  /** `expect_column_values_to_not_match_regex`. */
  | Kind<"values-not-match-regex", MostValues & { readonly regex: string }>
  /** `expect_column_value_lengths_to_be_between`, in UTF-16 code units. */
  | Kind<"value-lengths-between", MostValues & Bounds>
  /** `expect_column_distinct_values_to_equal_set`. */
  | Kind<"distinct-values-equal-set", { readonly column: string; readonly values: readonly Value[] }>
  /** `expect_column_unique_value_count_to_be_between`: the number of different values. */
  | Kind<"distinct-count-between", { readonly column: string } & Bounds>
  /** `expect_column_quantile_values_to_be_between`, of numbers; quantiles are linearly interpolated. */
  | Kind<"quantile-between", { readonly column: string; readonly quantile: number } & Bounds>
  /** The same of the lengths of texts, in UTF-16 code units. Default column: `text`. */
  | Kind<
      "length-quantile-between",
      { readonly column?: string | undefined; readonly quantile: number } & Bounds
    >
  /** No value of the column is in documents of two labels. */
  | Kind<"one-label-per-value", { readonly column: string }>;

/** The documents of each part, in code point order of their ids. */
export type ExpectedData = Readonly<Record<Part, readonly Example[]>>;

/** Something that is not as expected. */
export interface UnmetExpectation {
  readonly message: string;
  /** The number of documents, or of whatever the message is about. Default 1. */
  readonly count?: number;
  /** The ids of a few documents. */
  readonly examples?: readonly string[];
  readonly observed?: string;
  readonly expected?: string;
  readonly remedy?: string;
}

/** An expectation that is a function, which returns what is not as expected: `[]` when all is. */
export interface OwnExpectation {
  readonly name: string;
  /** Default `error`. */
  readonly severity?: Severity | undefined;
  readonly expect: (data: ExpectedData) => readonly UnmetExpectation[];
}

/** What the whole of the data must be: by name, or a function. */
export type Expectation = NamedExpectation | OwnExpectation;
