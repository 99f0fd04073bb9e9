import { join } from "node:path";
import { resourceUsage } from "node:process";
import type { RunOptions } from "@imdb/core";
import { type FlowRun, flow, resultOf } from "@imdb/flow";
import { driftHtml } from "@imdb/monitor";
import { writeFileAtomic } from "@imdb/runtime/files";
import { type ActiveRun, createTracker, fileStore } from "@imdb/tracking";
import { evaluationMetrics, strongestFeatures } from "@imdb/train";
import { codeVersion } from "./code-version.js";
import type { RawData } from "./find-data.js";
import { reportPage } from "./report-page.js";
import type { Settings } from "./settings.js";
import { type StepKeys, stepKeys } from "./step-keys.js";
import { evaluateModel } from "./steps/evaluate-model.js";
import { fitFeatures } from "./steps/fit-features.js";
import { loadData } from "./steps/load-data.js";
import { profileTestTexts } from "./steps/profile-test.js";
import { profileTrainTexts } from "./steps/profile-texts.js";
import type { Reviews } from "./steps/reviews.js";
import { saveModel } from "./steps/save-model.js";
import { serveModel } from "./steps/serve-model.js";
import { trainModel } from "./steps/train-model.js";
import { transformTest } from "./steps/transform-test.js";
import { watchDrift } from "./steps/watch-drift.js";
import { finishedJob, noteFinished } from "./store/finished-job.js";
import { resultsFolder } from "./store/results-folder.js";
import type { Summary } from "./summary.js";

/** The input of the job, and the folders it writes to. */
export interface JobInput {
  readonly data: RawData;
  readonly settings: Settings;
  /** The folder of the bundle and the pages. */
  readonly out: string;
  /** The folder of the tracked runs. */
  readonly runs: string;
  /** The folder of stored results. */
  readonly results: string;
  /** Uses no stored result. */
  readonly fresh: boolean;
}

/** The result of a run of the job. */
export interface JobOutcome {
  readonly summary: Summary;
  /** Whether anything was computed. If not, the summary is that of the earlier run. */
  readonly isNew: boolean;
}

const EXAMPLES = [
  "A wonderful film: funny, moving, and beautifully acted. I loved every minute.",
  "Two hours of my life that I will never get back. Dull, badly written, worse acted.",
  "Not bad at all, though the ending is a little disappointing.",
  "I expected a masterpiece and got a tedious mess.",
  "The plot is thin, but the cast is superb and I laughed the whole way through.",
];
const TERMS = 10;
const MAX_RESULT_BYTES = 1e9;

type FlowInput = JobInput & { readonly run: ActiveRun; readonly keys: StepKeys };
type JobResult = Omit<Summary, "steps" | "seconds" | "peakRssMb">;

/** The flow from raw reviews to a served and monitored model. Every step is a task, and the flow is a tracked run. */
const job = flow({ name: "imdb-sentiment" }, async ({ run, keys, ...input }: FlowInput) => {
  const { data, settings, out } = input;
  const paths = {
    bundle: join(out, "bundle"),
    report: join(out, "report.html"),
    driftReport: join(out, "drift.html"),
  };
  await run.logParams(flatten(settings));
  const reviews = await loadData({ keys, data, settings });
  await logData(run, data, reviews);
  const { vectorizer, matrix } = await fitFeatures({ keys, reviews, settings });
  // The model is fitted on this thread, while other threads profile the texts.
  const [test, model] = await Promise.all([
    transformTest({ keys, reviews, vectorizer }),
    trainModel({ keys, reviews, matrix, settings }),
  ]);
  const { evaluation, probabilities } = await evaluateModel({ keys, reviews, matrix: test, model });
  await run.logMetrics(evaluationMetrics(evaluation));
  // One profile is computed on another thread, one on this thread.
  const [trainProfile, reference] = await Promise.all([
    profileTrainTexts({ keys, reviews }),
    profileTestTexts({ keys, reviews, vectorizer, model, probabilities }),
  ]);
  const drift = await watchDrift({ keys, train: trainProfile, test: reference });
  await writeFileAtomic(paths.driftReport, driftHtml(drift));
  await saveModel({ reviews, data, vectorizer, model, evaluation, reference, settings, path: paths.bundle });
  const predictions = await serveModel({ bundle: paths.bundle, texts: EXAMPLES });
  const strongest = strongestFeatures(model, vectorizer.featureNames(), TERMS, {
    label: reviews.train.positive,
  });
  const about = describeData(data, reviews);
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
      drifted: drift.dataset.drifted,
      columns: drift.columns.flatMap((c) => (c.status === "compared" && c.drifted ? [c.column] : [])),
    },
    warnings,
    ...paths,
    run: run.artifactUri,
  } satisfies JobResult;
});

/**
 * Runs the job. It computes nothing when an earlier run had the same data, settings and code, and all of its files still
 * exist. Steps that finished in an earlier run (even one that was killed) are not computed again.
 *
 * @throws What its steps throw. Then the run is recorded as FAILED or KILLED, and no file is written in part.
 */
export async function runJob(input: JobInput, { signal, onProgress }: RunOptions): Promise<JobOutcome> {
  const start = performance.now();
  const { settings, data, out, runs } = input;
  const [fingerprint, code] = await Promise.all([data.fingerprint(signal ? { signal } : {}), codeVersion()]);
  const keys = stepKeys(fingerprint, code, settings);
  const store = resultsFolder(input.results, input);
  const finished = await finishedJob(store, keys.job, [out, runs]);
  if (finished) return { summary: finished, isNew: false };
  const tracker = createTracker({ store: fileStore(runs) });
  const experiment = await tracker.setExperiment("imdb-sentiment");
  const done: FlowRun<JobResult> = await experiment.startRun({ runName: data.kind }, async (run) => {
    const finished = await job.run(
      { ...input, run, keys },
      {
        ...(signal && { signal }),
        seed: settings.seed,
        threads: settings.threads,
        store,
        onEvent: (event) => {
          if (event.type === "progress") onProgress?.(event.progress);
        },
      },
    );
    resultOf(finished);
    return finished;
  });
  const steps = done.steps.map(({ name, state, seconds }) => ({ name, state, seconds }));
  const seconds = (performance.now() - start) / 1000;
  const summary = { ...resultOf(done), steps, seconds, peakRssMb: resourceUsage().maxRSS / 1024 };
  await noteFinished(store, keys.job, [out, runs], summary);
  await store.prune(MAX_RESULT_BYTES);
  return { summary, isNew: true };
}

function describeData(data: RawData, reviews: Reviews): Summary["data"] {
  const [train, test] = [reviews.train.examples.length, reviews.test.examples.length];
  return {
    source: data.source,
    version: reviews.version,
    documents: reviews.documents,
    train,
    test,
    findings: reviews.quality.findings.map(({ check, severity, message }) => ({ check, severity, message })),
  };
}

async function logData(run: ActiveRun, data: RawData, reviews: Reviews): Promise<void> {
  for (const context of ["train", "test"] as const) {
    const { version, examples } = reviews[context];
    const profile = { num_rows: examples.length };
    await run.logInput({ name: data.kind, digest: version, source: data.source, context, profile });
  }
}

/** Nested settings with dotted names, as is usual in MLflow. */
function flatten(settings: Settings): Record<string, string | number | boolean> {
  const flat: Record<string, string | number | boolean> = { seed: settings.seed };
  for (const part of ["data", "features", "model"] as const) {
    for (const [name, value] of Object.entries(settings[part])) {
      flat[`${part}.${name}`] = typeof value === "object" ? JSON.stringify(value) : value;
    }
  }
  return flat;
}
