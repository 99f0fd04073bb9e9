import {
  type CsrMatrix,
  defineError,
  encodeBundle,
  type FittedVectorizer,
  type JsonValue,
  type LinearClassifier,
  labelsOf,
  parseWith,
} from "@imdb/core";
import { saveBundle, writeFileAtomic } from "@imdb/core/node";
import {
  cleanedVectorizer,
  cleaningCodec,
  createPipeline,
  type Dataset,
  defaultCleaning,
  groupedSplit,
  officialSplit,
} from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { parallelTransformer, parallelVectorizer } from "@imdb/features/node";
import { task } from "@imdb/flow";
import { createProfile, driftHtml, driftReport } from "@imdb/monitor";
import { createApp } from "@imdb/serve";
import { loadModel } from "@imdb/serve/defaults";
import { serveHttp } from "@imdb/serve/node";
import { type Evaluation, evaluate, evaluationMetrics, logisticRegression, trainCodecs } from "@imdb/train";
import { z } from "zod";
import type { RawData } from "./find-data.js";
import { libraryVersions } from "./library-versions.js";
import type { Settings } from "./settings.js";

/** Two labels, in code point order. */
export type Label = "neg" | "pos";

/** The data once read: cleaned, checked, split as the archive says (or at random, for the sentences). */
export const loadData = task(
  { name: "load and check data" },
  ({ data, settings }: { data: RawData; settings: Settings }, ctx): Promise<Dataset<Label>> => {
    const split =
      data.kind === "imdb"
        ? officialSplit()
        : groupedSplit({ testSize: settings.data.test_size, seed: settings.seed });
    return createPipeline({ cleaning: defaultCleaning(), split }).process(data.read(ctx), ctx);
  },
);

/** Texts to TF-IDF rows: fitted on the train split, applied to both. */
export const buildFeatures = task(
  { name: "build features" },
  async ({ dataset, settings }: { dataset: Dataset<Label>; settings: Settings }, ctx) => {
    const { ngram_range: ngramRange, min_df: minDf, sublinear_tf: sublinearTf } = settings.features;
    const tfidf = parallelVectorizer(tfidfVectorizer({ ngramRange, minDf, sublinearTf }));
    const { vectorizer, matrix } = await tfidf.fitTransform(dataset.train.texts, ctx);
    const transformer = parallelTransformer(vectorizer, ctx);
    try {
      return { vectorizer, train: matrix, test: await transformer.transform(dataset.test.texts, ctx) };
    } finally {
      await transformer.close();
    }
  },
);

/** Sparse rows to weights. */
export const trainModel = task(
  { name: "train" },
  (
    { dataset, matrix, settings }: { dataset: Dataset<Label>; matrix: CsrMatrix; settings: Settings },
    ctx,
  ) => {
    const { c: C, tol, max_iter: maxIter } = settings.model;
    return logisticRegression({ solver: "liblinear", C, tol, maxIter }).fit(
      matrix,
      labelsOf(dataset.train),
      ctx,
    );
  },
);

/** How the model does on the test split. */
export const evaluateModel = task(
  { name: "evaluate" },
  async ({
    dataset,
    matrix,
    model,
  }: {
    dataset: Dataset<Label>;
    matrix: CsrMatrix;
    model: LinearClassifier;
  }) => ({
    evaluation: evaluate(model, matrix, labelsOf(dataset.test, model.classes as Label[])),
    probabilities: model.predictProba(matrix),
  }),
);

/**
 * How the test texts differ from the train texts, and the profile that goes with the bundle: of the test
 * split, because a model is surer of the texts it was fitted on than of any that it will meet.
 */
export const watchDrift = task(
  { name: "profile and drift" },
  async (input: {
    dataset: Dataset<Label>;
    vectorizer: FittedVectorizer;
    model: LinearClassifier;
    probabilities: Float64Array;
    page: string;
  }) => {
    const { dataset, vectorizer, model, probabilities, page } = input;
    const predictions = dataset.test.examples.map(({ label }, i) => {
      const [neg, pos] = [probabilities[2 * i]!, probabilities[2 * i + 1]!];
      return { label: model.classes[pos > neg ? 1 : 0]!, probabilities: { neg, pos }, actual: label! };
    });
    const reference = createProfile(dataset.test.texts, { predictions, vectorizer });
    // Without the vectorizer: the words of its own train texts are all known to it.
    const train = createProfile(dataset.train.texts);
    const columns = train.columns.map(({ name }) => name);
    const report = driftReport({ reference: train, current: reference, columns });
    await writeFileAtomic(page, driftHtml(report));
    return { reference: reference as unknown as JsonValue, report };
  },
);

/** The model as one folder without code. */
export const saveModel = task(
  { name: "save bundle" },
  async (input: {
    dataset: Dataset<Label>;
    data: RawData;
    vectorizer: FittedVectorizer;
    model: LinearClassifier;
    evaluation: Evaluation;
    reference: JsonValue;
    settings: Settings;
    path: string;
  }) => {
    const { dataset, data, model, evaluation, reference, settings, path } = input;
    // Production meets raw texts: they get the cleaning that the training texts had.
    const vectorizer = cleanedVectorizer(input.vectorizer, defaultCleaning());
    const trainingData = {
      version: dataset.version,
      documents: dataset.train.examples.length,
      source:
        data.kind === "imdb" ? "Large Movie Review Dataset v1.0" : "sentences of the npm package sentiment",
    };
    const info = {
      name: "imdb-sentiment",
      trainingData,
      metrics: evaluationMetrics(evaluation),
      seed: settings.seed,
      libraries: await libraryVersions(),
      reference,
    };
    const codecs = [cleaningCodec(featureCodecs), ...trainCodecs];
    await saveBundle(encodeBundle({ vectorizer, classifier: model }, info, codecs), path);
    return path;
  },
);

/** The saved bundle, loaded as production loads it, answering over HTTP and in one batch call. */
export const serveModel = task(
  { name: "serve" },
  async ({ bundle, texts }: { bundle: string; texts: readonly string[] }, ctx) => {
    const predictor = await loadModel(bundle);
    const batch = predictor.predictBatch(texts);
    const service = await serveHttp(createApp({ predictor }), { port: 0 });
    try {
      return await Promise.all(
        texts.map(async (text, i) => {
          const response = await fetch(`${service.url}/v1/predict`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ text }),
            signal: ctx.signal,
          });
          const { label, probabilities } = parseWith(
            answerSchema,
            await response.json(),
            "The service's answer",
          );
          if (probabilities[label] !== batch[i]!.probabilities[label]) throw UnequalAnswers.create({ text });
          return { text, label, probability: probabilities[label]! };
        }),
      );
    } finally {
      await service.close();
    }
  },
);

const answerSchema = z.object({ label: z.string(), probabilities: z.record(z.string(), z.number()) });

const UnequalAnswers = defineError("UNEQUAL_ANSWERS", "internal", (d: { text: string }) => ({
  message: `The service and the batch call give different probabilities for ${JSON.stringify(d.text)}.`,
  remedy: "This is a defect of ours; report it with the bundle.",
}));
