// What a user of every package writes: copied into an empty folder beside the installed tarballs, once as `.mts`
// and once as `.cts`, type-checked under node16 and bundler resolution, and run both ways.
import { type Example, encodeBundle, ImdbError, labelsOf } from "@imdb/core";
import { createPipeline, stratifiedSplit } from "@imdb/data-pipeline";
import { cleanedVectorizer, cleaningCodec, defaultCleaning } from "@imdb/data-pipeline/cleaning";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { parallelVectorizer } from "@imdb/features/node";
import { flow, resultOf, task } from "@imdb/flow";
import { wilson } from "@imdb/measures";
import { createProfile, driftReport } from "@imdb/monitor";
import { callbackChannel } from "@imdb/monitor/node";
import { page } from "@imdb/report";
import { loadBundle, saveBundle } from "@imdb/runtime/bundles";
import { createApp, createPredictor } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { scoreFile, serveHttp } from "@imdb/serve/node";
import { createTracker, fileStore } from "@imdb/tracking";
import {
  evaluate,
  gridSearchCV,
  logisticRegression,
  parameterGrid,
  stratifiedKFold,
  trainCodecs,
} from "@imdb/train";
import { workerFolds } from "@imdb/train/node";

type Label = "neg" | "pos";

const CODECS = [cleaningCodec(featureCodecs), ...trainCodecs];

const examples: Example<Label>[] = Array.from({ length: 20 }, (_, i) => {
  const label: Label = i % 2 === 0 ? "pos" : "neg";
  const words = label === "pos" ? "great fun and lovely" : "dull, bad and boring";
  return { id: `${i}`, text: `Film number ${i} is ${words}.`, label };
});

const fitted = task({ name: "train" }, async (folder: string) => {
  const split = stratifiedSplit({ testSize: 0.2, seed: 1 });
  const { train, test, version } = await createPipeline({ split, cleaning: defaultCleaning() }).process(
    examples,
  );
  // On threads: their scripts must be found where the package is installed.
  const vectorizerOnThreads = parallelVectorizer(tfidfVectorizer(), { threads: 2, charactersPerThread: 1 });
  const { vectorizer, matrix } = await vectorizerOnThreads.fitTransform(train.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(train));
  const { accuracy } = evaluate(classifier, vectorizer.transform(test.texts), labelsOf(test));
  const trainingData = { version, documents: train.examples.length, source: "a check" };
  const info = { name: "check", seed: 1, libraries: {}, metrics: { accuracy }, trainingData };
  const serving = cleanedVectorizer(vectorizer);
  await saveBundle(encodeBundle({ vectorizer: serving, classifier }, info, CODECS), folder);
  return accuracy;
});

async function main(): Promise<void> {
  const accuracy = resultOf(await flow({ name: "check" }, (folder: string) => fitted(folder)).run("model"));
  expect("accuracy", accuracy, 1);

  const predictor = await loadModel("model", { labels: ["neg", "pos"] as const });
  const label: Label = predictor.predict("What a great, lovely film!").label;
  expect("label", label, "pos");
  const bundle = await loadBundle("model", CODECS);
  expect("the same by hand", createPredictor(bundle).predict("dull and boring").label, "neg");

  const service = await serveHttp(createApp({ predictor }), { port: 0 });
  const answer = await fetch(`${service.url}/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "great fun" }),
  });
  expect("over HTTP", ((await answer.json()) as { label: string }).label, "pos");
  await service.close();
  const batch = { input: "texts.csv", output: "scored.csv", threads: 2, model: { source: "model" } };
  expect("rows scored", (await scoreFile({ ...batch, predictor })).rows, 2);

  const tracker = createTracker({ store: fileStore("mlruns") });
  const experiment = await tracker.setExperiment("check");
  await experiment.startRun({ runName: "first" }, (run) => run.logMetrics({ accuracy }));
  expect("runs", (await experiment.searchRuns({ filter: "metrics.accuracy > 0.9" })).items.length, 1);

  const profile = createProfile(examples.map(({ text }) => text));
  expect("no drift", driftReport({ reference: profile, current: profile }).dataset.drifted, false);
  expect("channel", typeof callbackChannel("log", () => {}), "object");
  expect("an interval", wilson(9, 10).low?.toFixed(4), "0.5958");
  expect("a page", page({ title: "check", sections: [] }).includes("<script"), false);
  await searchOnThreads();
  const failure: unknown = await loadModel("nowhere").catch((error: unknown) => error);
  expect("a typed error", ImdbError.isInstance(failure) && failure.code, "FILE_FAILURE");
}

async function searchOnThreads(): Promise<void> {
  const { train } = await createPipeline({ split: stratifiedSplit({ testSize: 0.2, seed: 1 }) }).process(
    examples,
  );
  const runner = workerFolds({ threads: 2 });
  try {
    const vectorizers = [{ params: {}, value: tfidfVectorizer() }];
    const classifiers = parameterGrid({ C: [1, 10] }, ({ C }) => logisticRegression({ C }));
    const { best } = await gridSearchCV(
      { vectorizers, classifiers, cv: stratifiedKFold({ folds: 2 }), runner },
      train,
    );
    expect("the best of a search", best.rank, 1);
  } finally {
    await runner.close();
  }
}

function expect(what: string, actual: unknown, wanted: unknown): void {
  if (actual !== wanted) throw new Error(`${what}: ${String(actual)}, not ${String(wanted)}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
