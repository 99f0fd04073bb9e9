import { quantile } from "../drift/column-statistics.js";
import { meanOf } from "../drift/methods/pair.js";
import type { DriftReport } from "../drift/report-schema.js";
import { labelledCounts } from "../profile/confusion.js";
import { duplicateShare } from "../profile/distinct-sketch.js";
import { type Profile, valueCounts } from "../profile/schema.js";
import type { ValueSketch } from "../profile/value-sketch.js";

/**
 * Every figure of a window that a condition can be about, by name; null where the window cannot tell.
 *
 * Names: `count`, `texts.missingShare`, `texts.emptyShare`, `texts.duplicateShare`, `texts.encodingFaultShare`,
 * `texts.controlShare`, `accuracy`; of each column `column.<name>.missingShare`, of numbers `.mean`, `.median`,
 * `.min`, `.max`, `.p05`, `.p95`, of categories `.distinct` and `.share.<category>`; with a drift report
 * `drift.share`, `drift.columns`, `drift.words`, `drift.topics`, `drift.rocAuc` and `drift.<column>`.
 */
export function figuresOf(profile: Profile, drift?: DriftReport): Map<string, number | null> {
  const { count, quality, columns } = profile;
  const { right, labelled } = labelledCounts(profile.confusion);
  const share = (n: number, of: number) => (of === 0 ? null : n / of);
  const figures = new Map<string, number | null>([
    ["count", count],
    ["texts.missingShare", share(quality.missing, count)],
    ["texts.emptyShare", share(quality.empty, count)],
    ["texts.encodingFaultShare", share(quality.encodingFaults, count)],
    ["texts.controlShare", share(quality.controls, count)],
    ["texts.duplicateShare", count === 0 ? null : duplicateShare(profile.distinctTexts)],
    ["accuracy", share(right, labelled)],
  ]);
  for (const column of columns) {
    const name = `column.${column.name}`;
    const { missing, present } = valueCounts(column);
    figures.set(`${name}.missingShare`, share(missing, missing + present));
    if (column.type === "numeric") addNumbers(figures, name, column.sketch, present);
    else {
      figures.set(`${name}.distinct`, column.summary.values.length);
      column.summary.values.forEach((value, i) => {
        figures.set(`${name}.share.${value}`, column.summary.counts[i]! / present);
      });
    }
  }
  if (drift) addDrift(figures, drift);
  return figures;
}

function addNumbers(
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

function addDrift(figures: Map<string, number | null>, drift: DriftReport): void {
  figures.set("drift.share", drift.dataset.share);
  figures.set("drift.columns", drift.dataset.driftedColumns);
  figures.set("drift.words", drift.words.drifted);
  if (drift.topics) figures.set("drift.topics", drift.topics.drifted);
  if (drift.text) figures.set("drift.rocAuc", drift.text.rocAuc);
  for (const c of drift.columns) if (c.status === "compared") figures.set(`drift.${c.column}`, c.score);
}
