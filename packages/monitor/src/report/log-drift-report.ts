import type { RunLogger } from "@imdb/core";
import { checkOption, having, text } from "@imdb/core/options";
import type { DriftReport } from "../drift/report-schema.js";
import { driftHtml } from "./drift-html.js";

/**
 * Logs a drift report to a tracked run: the artifacts `<folder>/drift.html` and `<folder>/drift.json`, which MLflow's UI
 * shows, and the metrics `drift_share`, `drifted_columns` and `drifted_words`.
 *
 * @param folder  Folder in the artifacts of the run. Default `monitoring`.
 * @throws `INVALID_OPTION`; `SCHEMA_MISMATCH` when `report` is not a drift report; the errors of the run.
 */
export async function logDriftReport(
  run: RunLogger,
  report: DriftReport,
  folder = "monitoring",
): Promise<void> {
  checkOption("run", run, having<RunLogger>("a run that can be logged to", "logText"), "logDriftReport");
  checkOption("folder", folder, text, "logDriftReport");
  await run.logText(driftHtml(report), `${folder}/drift.html`);
  await run.logText(`${JSON.stringify(report, null, 2)}\n`, `${folder}/drift.json`);
  await run.logMetrics({
    drift_share: report.dataset.share,
    drifted_columns: report.dataset.driftedColumns,
    drifted_words: report.words.drifted,
  });
}
