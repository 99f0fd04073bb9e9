import { describeLabels, displayed, shown, stepsOf } from "@imdb/core/display";
import type { Dataset } from "./dataset.js";

/** Gives a dataset a short view. */
export const displayDataset: <D extends Dataset>(dataset: D) => D = /* @__PURE__ */ displayed(
  ({ train, validation, test, unlabelled, quarantined, quality, manifest, version }: Dataset) => ({
    title: "Dataset",
    rows: {
      documents: quality.documents,
      train: sizeOf(train),
      validation: validation && sizeOf(validation),
      test: sizeOf(test),
      unlabelled: unlabelled.length || undefined,
      quarantined: quarantined.length || undefined,
      "positive class": train.positive,
      "cleaned by": stepsOf(manifest.cleaning),
      quality: findingsOf(quality),
      version,
    },
  }),
);

function sizeOf({ examples }: Pick<Dataset["train"], "examples">): string {
  return `${shown(examples.length)}: ${shown(describeLabels(examples) ?? "no examples")}`;
}

function findingsOf({ findings, checks }: Dataset["quality"]): readonly string[] {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return [
    `checks ${checks.length}`,
    ...(["error", "warning", "info"] as const).map((one) => `${one} ${of(one)}`),
  ];
}
