import { displayed } from "@imdb/core/display";
import type { DriftReport } from "./report-schema.js";

/** Gives a drift report a short view. */
export const displayDrift: <D extends DriftReport>(report: D) => D = /* @__PURE__ */ displayed(
  ({ referenceCount, currentCount, dataset, columns }: DriftReport) => {
    const drifted = columns
      .filter((one) => one.status === "compared" && one.drifted)
      .map(({ column }) => column);
    return {
      title: "Drift report",
      rows: {
        "texts of the reference": referenceCount,
        "texts of the window": currentCount,
        "dataset drifted": dataset.drifted ? "yes" : "no",
        "columns that drifted": `${dataset.driftedColumns} of ${dataset.comparedColumns}, at share ${dataset.threshold} the dataset has`,
        "these columns": drifted.length > 0 ? drifted : undefined,
      },
    };
  },
);
