import type { RunLogger } from "@imdb/core";
import type { DriftReport } from "../drift/report-schema.js";
import { driftHtml } from "./drift-html.js";

/**
 * Keeps a drift report with a tracked run (MLflow's UI shows both files): `<folder>/drift.html`,
 * `<folder>/drift.json`, and the metrics `drift_share`, `drifted_columns`, `drifted_words`.
 *
 * @param folder  Of the run's artifacts. Default `monitoring`.
 * @throws What the run's logger throws.
 */
export async function logDriftReport(
  run: RunLogger,
  report: DriftReport,
  folder = "monitoring",
): Promise<void> {
  await run.logText(driftHtml(report), `${folder}/drift.html`);
  await run.logText(`${JSON.stringify(report, null, 2)}\n`, `${folder}/drift.json`);
  await run.logMetrics({
    drift_share: report.dataset.share,
    drifted_columns: report.dataset.driftedColumns,
    drifted_words: report.words.drifted,
  });
}
