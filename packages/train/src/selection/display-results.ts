import { displayed } from "@imdb/core/display";
import { gatherWarnings } from "./fold-warnings.js";
import type { SearchResult, TextSearchResult } from "./search-options.js";

interface ShownCrossValidation {
  readonly folds: readonly unknown[];
  readonly mean: Readonly<Record<string, number>>;
  readonly std: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

const METRICS = [
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "rocAuc",
  "logLoss",
  "brier",
  "coverage",
];

/** Gives the result of a cross-validation a short view. */
export const displayCrossValidation: <C extends ShownCrossValidation>(result: C) => C =
  /* @__PURE__ */ displayed(({ folds, mean, std, warnings }: ShownCrossValidation) => ({
    title: "Cross-validation, mean ± standard deviation of the folds",
    rows: {
      folds: folds.length,
      ...Object.fromEntries(METRICS.map((name) => [name, meanAndDeviation(mean[name], std[name])])),
      warnings: warnings.length > 0 ? warnings : undefined,
    },
  }));

/** Gives the two parts of the data a short view. */
export const displayTrainTest: <S extends ShownTrainTest>(parts: S) => S = /* @__PURE__ */ displayed(
  ({ train, test, warnings = [] }: ShownTrainTest) => ({
    title: "Train and test split",
    rows: {
      train: train.examples.length,
      test: test.examples.length,
      warnings: warnings.length > 0 ? warnings : undefined,
    },
  }),
);

interface ShownTrainTest {
  readonly train: { readonly examples: readonly unknown[] };
  readonly test: { readonly examples: readonly unknown[] };
  readonly warnings?: readonly string[];
}

/** The points that are shown. */
const MAX_POINTS = 8;

/** Gives the result of a search a short view: its best points. */
export const displaySearch: <S extends SearchResult | TextSearchResult>(result: S) => S =
  /* @__PURE__ */ displayed(({ scoring, points, warnings }: SearchResult | TextSearchResult) => {
    const best = [...points].sort((a, b) => a.rank - b.rank).slice(0, MAX_POINTS);
    const ofPoints = points.map((point) => point.warnings);
    const all = [...warnings, ...gatherWarnings(ofPoints, "points")];
    const rows = best.map((point, i) => {
      const { mean, std } = point;
      const params = JSON.stringify(
        "params" in point ? point.params : { ...point.vectorizer, ...point.classifier },
      );
      return [
        `${i + 1}.`,
        `${meanAndDeviation(mean[scoring], std[scoring]) ?? "not defined"}${coverageOf(mean)} with ${params}`,
      ] as const;
    });
    return {
      title: `Search by ${scoring}, the best first`,
      rows: {
        points: points.length,
        ...Object.fromEntries(rows),
        warnings: all.length > 0 ? all : undefined,
      },
    };
  });

/** The share of the rows that a decision rule decides, without which a score of labels says little. */
function coverageOf({ coverage }: Readonly<Record<string, number>>): string {
  return coverage === undefined ? "" : ` at coverage ${coverage.toFixed(4)}`;
}

function meanAndDeviation(mean: number | undefined, std: number | undefined): string | undefined {
  return mean === undefined || std === undefined ? undefined : `${mean.toFixed(4)} ± ${std.toFixed(4)}`;
}
