import { parseWith } from "@imdb/core";
import { quantile } from "../drift/column-statistics.js";
import { meanOf } from "../drift/methods/pair.js";
import { type DriftReport, driftReportSchema } from "../drift/report-schema.js";
import { checkProfile } from "../profile/check-profile.js";
import { labelledCounts, positiveScores } from "../profile/confusion.js";
import { duplicateShare } from "../profile/distinct-sketch.js";
import { abstainedShare, type Profile, valueCounts } from "../profile/schema.js";
import type { ValueSketch } from "../profile/value-sketch.js";

/**
 * The figures of a window that conditions can test, by name; null where the window has no value.
 *
 * Names: `count`, `texts.missingShare`, `texts.emptyShare`, `texts.duplicateShare`, `texts.encodingFaultShare`,
 * `texts.controlShare`, `accuracy`, of which records in which the model abstains are no part; `abstainedShare` where records say
 * so; `precision`, `recall` and `f1` of the positive class of the profile, where one was named. For each column `column.<name>.missingShare`; for numbers also `.mean`, `.median`,
 * `.min`, `.max`, `.p05`, `.p95`; for categories also `.distinct` and `.share.<category>`. With a drift report also
 * `drift.share`, `drift.columns`, `drift.words`, `drift.topics`, `drift.rocAuc` and `drift.<column>`.
 *
 * @throws `SCHEMA_MISMATCH` when an argument is not a profile or not a drift report.
 */
export function figuresOf(profile: Profile, drift?: DriftReport): Map<string, number | null> {
  const report =
    drift === undefined ? undefined : parseWith(driftReportSchema, drift, "The drift report of figuresOf");
  return profileFigures(checkProfile(profile, "The profile of figuresOf"), report);
}

/** The value of a figure of a window of `count` records: the share of a category that it does not have is 0. */
export function valueOfFigure(
  figures: ReadonlyMap<string, number | null>,
  figure: string,
  count: number,
): number | null {
  return figures.get(figure) ?? (figure.includes(".share.") && count > 0 ? 0 : null);
}

/** The figures about the positive class. */
export const POSITIVE_FIGURES = ["precision", "recall", "f1"] as const;

/** {@link figuresOf} for arguments that are checked. */
export function profileFigures(profile: Profile, drift?: DriftReport): Map<string, number | null> {
  const { count, quality, columns } = profile;
  const { right, labelled } = labelledCounts(profile.confusion);
  const share = (n: number, total: number) => (total === 0 ? null : n / total);
  const figures = new Map<string, number | null>([
    ["count", count],
    ["texts.missingShare", share(quality.missing, count)],
    ["texts.emptyShare", share(quality.empty, count)],
    ["texts.encodingFaultShare", share(quality.encodingFaults, count)],
    ["texts.controlShare", share(quality.controls, count)],
    ["texts.duplicateShare", count === 0 ? null : duplicateShare(profile.distinctTexts)],
    ["accuracy", share(right, labelled)],
  ]);
  const abstained = abstainedShare(profile);
  if (abstained !== null) figures.set("abstainedShare", abstained);
  const positive = positiveScores(profile);
  if (positive !== null)
    for (const name of POSITIVE_FIGURES) figures.set(name, positive[name]?.value ?? null);
  for (const column of columns) {
    const name = `column.${column.name}`;
    const { missing, present } = valueCounts(column);
    figures.set(`${name}.missingShare`, share(missing, missing + present));
    if (column.type === "numeric") addNumberFigures(figures, name, column.sketch, present);
    else {
      figures.set(`${name}.distinct`, column.summary.values.length);
      column.summary.values.forEach((value, i) => {
        figures.set(`${name}.share.${value}`, column.summary.counts[i]! / present);
      });
    }
  }
  if (drift) addDriftFigures(figures, drift);
  return figures;
}

function addNumberFigures(
  figures: Map<string, number | null>,
  name: string,
  { values, counts, min, max }: ValueSketch,
  total: number,
): void {
  const at = (share: number) => (total === 0 ? null : quantile(values, counts, share));
  figures.set(`${name}.mean`, total === 0 ? null : meanOf(values, counts, total));
  figures.set(`${name}.median`, at(0.5));
  figures.set(`${name}.p05`, at(0.05));
  figures.set(`${name}.p95`, at(0.95));
  figures.set(`${name}.min`, min);
  figures.set(`${name}.max`, max);
}

function addDriftFigures(figures: Map<string, number | null>, drift: DriftReport): void {
  figures.set("drift.share", drift.dataset.share);
  figures.set("drift.columns", drift.dataset.driftedColumns);
  figures.set("drift.words", drift.words.drifted);
  if (drift.topics) figures.set("drift.topics", drift.topics.drifted);
  if (drift.text) figures.set("drift.rocAuc", drift.text.rocAuc);
  for (const c of drift.columns) if (c.status === "compared") figures.set(`drift.${c.column}`, c.score);
}
