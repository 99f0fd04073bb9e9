import { join } from "node:path";
import { resourceUsage } from "node:process";
import type { RunOptions } from "@imdb/core";
import { writeFileAtomic } from "@imdb/core/node";
import type { Dataset } from "@imdb/data-pipeline";
import { type FlowRun, flow, resultOf } from "@imdb/flow";
import { type ActiveRun, createTracker, fileStore } from "@imdb/tracking";
import { evaluationMetrics, strongestFeatures } from "@imdb/train";
import type { RawData } from "./find-data.js";
import { reportPage } from "./report-page.js";
import type { Settings } from "./settings.js";
import {
  buildFeatures,
  evaluateModel,
  type Label,
  loadData,
  saveModel,
  serveModel,
  trainModel,
  watchDrift,
} from "./steps.js";
import type { Summary } from "./summary.js";

/** What the job works on and where it leaves things. */
export interface JobInput {
  readonly data: RawData;
  readonly settings: Settings;
  /** Folder of the bundle and the pages. */
  readonly out: string;
  /** Folder of the tracked runs. */
  readonly runs: string;
}

const EXAMPLES = [
  "A wonderful film: funny, moving, and beautifully acted. I loved every minute.",
  "Two hours of my life that I will never get back. Dull, badly written, worse acted.",
  "Not bad at all, though the ending is a little disappointing.",
  "I expected a masterpiece and got a tedious mess.",
  "The plot is thin, but the cast is superb and I laughed the whole way through.",
];
const TERMS = 10;

type JobResult = Omit<Summary, "steps" | "seconds" | "peakRssMb">;

/** From raw reviews to a served and monitored model, every step a task, the whole of it a tracked run. */
const job = flow({ name: "imdb-sentiment" }, async ({ run, ...input }: JobInput & { run: ActiveRun }) => {
  const { data, settings, out } = input;
  const paths = {
    bundle: join(out, "bundle"),
    report: join(out, "report.html"),
    driftReport: join(out, "drift.html"),
  };
  await run.logParams(flatten(settings));
  const dataset = await loadData({ data, settings });
  await logData(run, data, dataset);
  const { vectorizer, train, test } = await buildFeatures({ dataset, settings });
  const model = await trainModel({ dataset, matrix: train, settings });
  const { evaluation, probabilities } = await evaluateModel({ dataset, matrix: test, model });
  await run.logMetrics(evaluationMetrics(evaluation));
  const drift = await watchDrift({ dataset, vectorizer, model, probabilities, page: paths.driftReport });
  const reference = drift.reference;
  await saveModel({ dataset, data, vectorizer, model, evaluation, reference, settings, path: paths.bundle });
  const predictions = await serveModel({ bundle: paths.bundle, texts: EXAMPLES });
  const strongest = strongestFeatures(model, vectorizer.featureNames(), TERMS);
  const about = describeData(data, dataset);
  await writeFileAtomic(paths.report, reportPage(evaluation, strongest, about, predictions));
  await run.logArtifact(paths.report);
  await run.logArtifact(paths.driftReport);
  await run.logModel(paths.bundle, { name: "imdb-sentiment" });
  const { accuracy, f1, rocAuc, logLoss, confusionMatrix, classes, warnings } = evaluation;
  return {
    data: about,
    metrics: { accuracy, f1, rocAuc, logLoss },
    confusionMatrix: { classes, counts: confusionMatrix },
    strongest: { for: strongest.for, against: strongest.against },
    predictions,
    drift: {
      drifted: drift.report.dataset.drifted,
      columns: drift.report.columns.flatMap((c) => (c.status === "compared" && c.drifted ? [c.column] : [])),
    },
    warnings,
    ...paths,
    run: run.artifactUri,
  } satisfies JobResult;
});

/**
 * Runs the job.
 *
 * @throws What its steps throw; the run is then recorded as FAILED or KILLED, and no file is left half-written.
 */
export async function runJob(input: JobInput, { signal, onProgress }: RunOptions): Promise<Summary> {
  const { settings } = input;
  const tracker = createTracker({ store: fileStore(input.runs) });
  const experiment = await tracker.setExperiment("imdb-sentiment");
  const done: FlowRun<JobResult> = await experiment.startRun({ runName: input.data.kind }, async (run) => {
    const finished = await job.run(
      { ...input, run },
      {
        ...(signal && { signal }),
        seed: settings.seed,
        threads: settings.threads,
        onEvent: (event) => {
          if (event.type === "progress") onProgress?.(event.progress);
        },
      },
    );
    resultOf(finished);
    return finished;
  });
  const result = resultOf(done);
  const steps = done.steps.map(({ name, state, seconds }) => ({ name, state, seconds }));
  return { ...result, steps, seconds: done.seconds, peakRssMb: resourceUsage().maxRSS / 1024 };
}

function describeData(data: RawData, dataset: Dataset<Label>): Summary["data"] {
  const [train, test] = [dataset.train.examples.length, dataset.test.examples.length];
  return {
    source: data.source,
    version: dataset.version,
    documents: train + test + dataset.unlabelled.length,
    train,
    test,
    findings: dataset.quality.findings.map(({ check, severity, message }) => ({ check, severity, message })),
  };
}

async function logData(run: ActiveRun, data: RawData, dataset: Dataset<Label>): Promise<void> {
  for (const context of ["train", "test"] as const) {
    const { version, examples } = dataset[context];
    const profile = { num_rows: examples.length };
    await run.logInput({ name: data.kind, digest: version, source: data.source, context, profile });
  }
}

/** Nested settings as dotted names, as MLflow's users write them. */
function flatten(settings: Settings): Record<string, string | number | boolean> {
  const flat: Record<string, string | number | boolean> = { seed: settings.seed };
  for (const part of ["data", "features", "model"] as const) {
    for (const [name, value] of Object.entries(settings[part])) {
      flat[`${part}.${name}`] = Array.isArray(value) ? JSON.stringify(value) : value;
    }
  }
  return flat;
}
