import { quantile } from "../drift/column-figures.js";
import type { DriftReport } from "../drift/report-schema.js";
import { duplicateShare } from "../profile/distinct-sketch.js";
import type { Profile } from "../profile/schema.js";

/**
 * Every figure of a window that a condition can be about, by name; null where the window cannot tell.
 *
 * Names: `count`, `texts.missingShare`, `texts.emptyShare`, `texts.duplicateShare`, `texts.encodingFaultShare`,
 * `texts.controlShare`, `accuracy`; of each column `column.<name>.missingShare`, of numbers `.mean`, `.median`,
 * `.min`, `.max`, `.p05`, `.p95`, of categories `.distinct` and `.share.<category>`; with a drift report
 * `drift.share`, `drift.columns`, `drift.words`, `drift.topics`, `drift.rocAuc` and `drift.<column>`.
 */
export function figuresOf(profile: Profile, drift?: DriftReport): Map<string, number | null> {
  const figures = new Map<string, number | null>([["count", profile.count]]);
  const share = (n: number, of: number) => (of === 0 ? null : n / of);
  figures.set("texts.missingShare", share(profile.quality.missing, profile.count));
  figures.set("texts.emptyShare", share(profile.quality.empty, profile.count));
  figures.set("texts.encodingFaultShare", share(profile.quality.encodingFaults, profile.count));
  figures.set("texts.controlShare", share(profile.quality.controls, profile.count));
  figures.set("texts.duplicateShare", profile.count === 0 ? null : duplicateShare(profile.distinctTexts));
  figures.set("accuracy", accuracyOf(profile));
  for (const column of profile.columns) {
    const name = `column.${column.name}`;
    const counts = column.type === "numeric" ? column.sketch.counts : column.summary.counts;
    const total = counts.reduce((sum, n) => sum + n, 0);
    const missing = column.type === "numeric" ? column.sketch.missing : column.missing;
    figures.set(`${name}.missingShare`, share(missing, missing + total));
    if (column.type === "numeric") addNumbers(figures, name, column.sketch, total);
    else {
      figures.set(`${name}.distinct`, column.summary.values.length);
      column.summary.values.forEach((value, i) => {
        figures.set(`${name}.share.${value}`, column.summary.counts[i]! / total);
      });
    }
  }
  if (drift) addDrift(figures, drift);
  return figures;
}

function addNumbers(
  figures: Map<string, number | null>,
  name: string,
  sketch: { values: readonly number[]; counts: readonly number[]; min: number | null; max: number | null },
  total: number,
): void {
  const { values, counts, min, max } = sketch;
  const at = (share: number) => (total === 0 ? null : quantile(values, counts, share));
  const mean = values.reduce((sum, value, i) => sum + value * (counts[i]! / total), 0);
  figures.set(`${name}.mean`, total === 0 ? null : mean);
  figures.set(`${name}.median`, at(0.5));
  figures.set(`${name}.p05`, at(0.05));
  figures.set(`${name}.p95`, at(0.95));
  figures.set(`${name}.min`, min);
  figures.set(`${name}.max`, max);
}

function addDrift(figures: Map<string, number | null>, drift: DriftReport): void {
  figures.set("drift.share", drift.dataset.share);
  figures.set("drift.columns", drift.dataset.driftedColumns);
  figures.set("drift.words", drift.words.drifted);
  if (drift.topics) figures.set("drift.topics", drift.topics.drifted);
  if (drift.text) figures.set("drift.rocAuc", drift.text.rocAuc);
  for (const c of drift.columns) if (c.status === "compared") figures.set(`drift.${c.column}`, c.score);
}

function accuracyOf({ confusion }: Profile): number | null {
  let right = 0;
  let total = 0;
  for (const { predicted, actual, count } of confusion) {
    total += count;
    if (predicted === actual) right += count;
  }
  return total === 0 ? null : right / total;
}
