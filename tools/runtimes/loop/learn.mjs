import { encodeBundle, labelsOf } from "@imdb/core";
import {
  cleanedVectorizer,
  cleaningCodec,
  createPipeline,
  groupedSplit,
  materialize,
  openDataset,
  readCsv,
} from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { parallelTransformer, parallelVectorizer } from "@imdb/features/node";
import { flow, resultOf, task } from "@imdb/flow";
import { createTracker, fileStore } from "@imdb/tracking";
import { gridSearchCV, logisticRegression, parameterGrid, stratifiedKFold, trainCodecs } from "@imdb/train";
import { workerFolds } from "@imdb/train/node";
import { digestOf, digestOfFolder, digestOfValue } from "./digest.mjs";
import { same } from "./same.mjs";

const OPTIONS = { ngramRange: [1, 2], minDf: 2, sublinearTf: true };

/** Reads the CSV and splits it, on one thread and on two. */
export async function data({ kept }) {
  const read = (threads) => {
    const split = groupedSplit({ testSize: 0.2, seed: 42 });
    return createPipeline({ split }).process(readCsv("reviews.csv"), { threads });
  };
  kept.dataset = await read(1);
  same("the version with two threads", (await read(2)).version, kept.dataset.version);
  return digestOfValue([kept.dataset.version, kept.dataset.train.examples.map(({ id }) => id)]);
}

export async function stored({ kept, folder }) {
  await materialize(kept.dataset, `${folder}/data`);
  const again = await (await openDataset(`${folder}/data`)).load();
  same("the version of what was stored", again.version, kept.dataset.version);
  return digestOfFolder(`${folder}/data`);
}

export async function features({ kept }) {
  kept.features = await tfidfVectorizer(OPTIONS).fitTransform(kept.dataset.train.texts);
  return digestOfFeatures(kept.features);
}

/** The same features and rows from two threads; of few texts the second thread would get none. */
export async function threads({ kept }) {
  const fitted = await parallelVectorizer(tfidfVectorizer(OPTIONS), { threads: 2 }).fitTransform(
    kept.dataset.train.texts,
  );
  same("the features of two threads", digestOfFeatures(fitted), digestOfFeatures(kept.features));
  const texts = Array.from({ length: 8 }, () => [...kept.dataset.train.texts]).flat();
  const transformer = parallelTransformer(fitted.vectorizer, { threads: 2 });
  try {
    const there = digestOfMatrix(await transformer.transform(texts));
    same("the rows of two threads", there, digestOfMatrix(fitted.vectorizer.transform(texts)));
    return there;
  } finally {
    await transformer.close();
  }
}

/** A grid search on worker threads, and in the calling thread. */
export async function search({ kept }) {
  const points = async (runner) => {
    const vectorizers = [{ params: {}, value: tfidfVectorizer() }];
    const classifiers = parameterGrid({ C: [1, 10] }, ({ C }) => logisticRegression({ C }));
    const cv = stratifiedKFold({ folds: 3 });
    const plan = { vectorizers, classifiers, cv, ...(runner && { runner }) };
    const found = await gridSearchCV(plan, kept.dataset.train, { seed: 1 });
    return found.points.map(({ classifier, mean, rank }) => ({ classifier, mean, rank }));
  };
  const runner = workerFolds({ threads: 2 });
  try {
    const there = digestOfValue(await points(runner));
    same("the scores of two threads", there, digestOfValue(await points()));
    return there;
  } finally {
    await runner.close();
  }
}

export async function tracking({ folder }) {
  const tracker = createTracker({ store: fileStore(`${folder}/mlruns`) });
  const experiment = await tracker.setExperiment("loop");
  for (const accuracy of [0.7, 0.8, 0.9]) {
    await experiment.startRun({ runName: `${accuracy}` }, async (run) => {
      await run.logParam("C", 10);
      await run.logMetrics({ accuracy });
    });
  }
  const { items } = await experiment.searchRuns({ filter: "metrics.accuracy > 0.75" });
  same("the runs found", items.length, 2);
  return digestOfValue(items.map(({ info }) => info.status).sort());
}

/** Trains a model as a task of a flow. */
export async function inFlow({ kept }) {
  const train = task({ name: "train" }, async ({ C }) => {
    const { train: split, version } = kept.dataset;
    const { vectorizer, matrix } = kept.features;
    const classifier = await logisticRegression({ C, solver: "liblinear" }).fit(matrix, labelsOf(split));
    const trainingData = { version, documents: split.examples.length, source: "sentences" };
    const info = { name: "loop", seed: 1, libraries: {}, metrics: {}, trainingData };
    const codecs = [cleaningCodec(featureCodecs), ...trainCodecs];
    return encodeBundle({ vectorizer: cleanedVectorizer(vectorizer), classifier }, info, codecs);
  });
  const files = resultOf(await flow({ name: "loop" }, (C) => train({ C })).run(10));
  return digestOf(files);
}

function digestOfFeatures({ vectorizer, matrix }) {
  return digestOfValue([vectorizer.featureNames(), digestOfMatrix(matrix)]);
}

function digestOfMatrix({ indptr, indices, values }) {
  const bytes = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);
  return digestOf(Object.entries({ indptr, indices, values }).map(([name, array]) => [name, bytes(array)]));
}
