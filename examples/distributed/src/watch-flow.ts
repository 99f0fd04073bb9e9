import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type PredictionRecord, parseWith, predictionRecordSchema } from "@imdb/core";
import { cleaningCodec, findSteps } from "@imdb/data-pipeline";
import { featureCodecs } from "@imdb/features";
import { flow, monitoringFlow } from "@imdb/flow";
import { createProfile, driftReport, profileSchema } from "@imdb/monitor";
import { loadBundle } from "@imdb/runtime/bundles";
import { fileFailure } from "@imdb/runtime/files";
import { trainCodecs } from "@imdb/train";
import { prepareDataset } from "./dataset.js";
import { championBundle } from "./model-registry.js";
import { within } from "./shared-folder.js";
import { sentimentTraining } from "./train-flow.js";

/** The input of the monitoring flow. */
export interface WatchInput {
  /** The prediction log of the service, in JSON Lines, as `@imdb/serve` writes it. */
  readonly log: string;
  /** The newest labelled reviews. After an alert a model is trained on them. */
  readonly data: string;
  readonly ngramRange: readonly [number, number];
  readonly C: number;
}

/** The reason for an alert. */
export interface DriftAlert {
  /** The share of the columns that drifted. */
  readonly share: number;
  readonly columns: readonly string[];
  readonly records: number;
}

/** Monitors the champion: prediction log → drift report → alert → retraining with a promotion gate. */
export function sentimentWatch(shared: string, input: WatchInput) {
  const prepare = prepareDataset(shared);
  const training = sentimentTraining(shared);
  return monitoringFlow({
    name: "sentiment watch",
    window: (log: string) => readLog(log),
    report: async (records) => {
      const codecs = [...featureCodecs, cleaningCodec(featureCodecs), ...trainCodecs];
      const bundle = await loadBundle(within(shared, (await championBundle(shared)).folder), codecs);
      const reference = parseWith(profileSchema, bundle.reference, "The reference of the champion");
      const current = createProfile(
        records.map(({ text }) => text),
        // The texts of a log are raw: they are cleaned as those of the reference.
        { predictions: records, cleaning: reference.cleaning && findSteps(reference.cleaning) },
      );
      return driftReport({ reference, current });
    },
    alert: ({ dataset, columns, currentCount }): DriftAlert | undefined =>
      dataset.drifted
        ? {
            share: dataset.share,
            columns: columns.flatMap((one) => (one.status === "compared" && one.drifted ? [one.column] : [])),
            records: currentCount,
          }
        : undefined,
    notify: (alert) =>
      appendFile(
        join(shared, "alerts.jsonl"),
        `${JSON.stringify({ time: new Date().toISOString(), ...alert })}\n`,
      ),
    retrain: flow({ name: "retrain" }, async (_: DriftAlert) => {
      const { data, ngramRange, C } = input;
      const { promoted, decision } = await training({ dataset: await prepare({ data }), ngramRange, C });
      return { promoted, reasons: decision.reasons };
    }),
  });
}

async function readLog(path: string): Promise<PredictionRecord[]> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw fileFailure("read", path, cause);
  });
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line, i) => parseWith(predictionRecordSchema, JSON.parse(line), `${path}, line ${i + 1}`));
}
