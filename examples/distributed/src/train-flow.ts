import {
  type CsrMatrix,
  createDecision,
  defineError,
  encodeBundle,
  type FittedVectorizer,
  type JsonValue,
  type LinearClassifier,
  labelsOf,
} from "@imdb/core";
import { cleanedVectorizer, cleaningCodec, type Dataset, defaultCleaning } from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { promotionGate, task, trainingFlow } from "@imdb/flow";
import { createProfile, type Profile } from "@imdb/monitor";
import { evaluate, evaluationMetrics, logisticRegression, trainCodecs } from "@imdb/train";
import { type DatasetName, loadDataset } from "./dataset.js";
import { championMetrics, registerModel } from "./model-registry.js";

/** The input of the training flow. */
export interface TrainingInput {
  readonly dataset: DatasetName;
  readonly ngramRange: readonly [number, number];
  readonly C: number;
}

/** The evaluation of a model: its metrics on the test split, and the profile of the texts and predictions there. */
interface Quality {
  readonly metrics: Readonly<Record<string, number>>;
  readonly reference?: Profile;
}

interface Loaded extends TrainingInput {
  readonly data: Dataset;
}

interface Model {
  readonly vectorizer: FittedVectorizer;
  readonly classifier: LinearClassifier;
  /** The number of documents it was fitted on. */
  readonly documents: number;
}

/** The smallest number of training documents per label. */
const MIN_DOCUMENTS = 50;

export const TooFewDocuments = defineError(
  "TOO_FEW_DOCUMENTS",
  "input",
  (d: { label: string; documents: number }) => ({
    message: `The train split has ${d.documents} documents of the label ${JSON.stringify(d.label)}; at least ${MIN_DOCUMENTS} are needed.`,
    remedy: "Collect more, or correct the labels.",
  }),
);

/** A new model becomes the champion when its accuracy is not lower and its log loss is not much higher. */
const gate = promotionGate<Quality>([
  { name: "accuracy", value: ({ metrics }) => metrics["accuracy"]!, threshold: 0.7, improvement: 0 },
  {
    name: "log loss",
    value: ({ metrics }) => metrics["logLoss"]!,
    greaterIsBetter: false,
    improvement: -0.02,
  },
]);

/** Vectorizes texts with TF-IDF. A resumed run computes it again, which is faster than writing and reading the result. */
const features = task({ name: "featurize", runsIn: "flow", cache: "none" }, async (loaded: Loaded, ctx) => {
  const { data, ngramRange, C } = loaded;
  const tfidf = tfidfVectorizer({ ngramRange: [...ngramRange], minDf: 2, sublinearTf: true });
  const { vectorizer, matrix } = await tfidf.fitTransform(data.train.texts, ctx);
  return { data, C, vectorizer, train: matrix, test: vectorizer.transform(data.test.texts) };
});

/** From a dataset to a registered champion: load → validate → featurize → train → evaluate → gate → register. */
export function sentimentTraining(shared: string) {
  return trainingFlow({
    name: "sentiment training",
    load: async (input: TrainingInput, ctx): Promise<Loaded> => ({
      ...input,
      data: await loadDataset(shared, input.dataset, ctx),
    }),
    validate: (loaded) => {
      assertEnough(loaded.data);
      return loaded;
    },
    featurize: features,
    train: async ({ data, C, vectorizer, train }, ctx): Promise<Model> => {
      const classifier = logisticRegression({ solver: "liblinear", C, tol: 0.01 });
      const documents = data.train.examples.length;
      return { vectorizer, documents, classifier: await classifier.fit(train, labelsOf(data.train), ctx) };
    },
    evaluate: ({ model, features: { data, test } }): Quality => {
      const labels = labelsOf(data.test, { classes: model.classifier.classes });
      const metrics = evaluationMetrics(evaluate(model.classifier, test, labels));
      return { metrics, reference: referenceOf(data, model.classifier, test) };
    },
    inService: async (): Promise<Quality | undefined> => {
      const metrics = await championMetrics(shared);
      return metrics && { metrics };
    },
    gate,
    register: ({ model, metrics: { metrics, reference }, decision, input }, { seed }) => {
      const { dataset, ngramRange, C } = input;
      const { classifier, documents } = model;
      // Texts in production are raw: they need the same cleaning as the training texts.
      const vectorizer = cleanedVectorizer(model.vectorizer, defaultCleaning());
      const info = {
        name: "sentiment",
        trainingData: { version: dataset.version, documents, source: dataset.folder },
        metrics,
        seed,
        libraries: {},
        positive: reference?.positive,
        reference: reference as unknown as JsonValue,
      };
      return registerModel(shared, {
        files: encodeBundle({ vectorizer, classifier }, info, [cleaningCodec(featureCodecs), ...trainCodecs]),
        params: { C, ngramRange: ngramRange.join("-") },
        metrics,
        dataset: { name: dataset.folder, digest: dataset.version, rows: documents },
        decision,
      });
    },
  });
}

function assertEnough({ train }: Dataset): void {
  const { classes, codes } = labelsOf(train);
  classes.forEach((label, code) => {
    const documents = codes.filter((one) => one === code).length;
    if (documents < MIN_DOCUMENTS) throw TooFewDocuments.create({ label, documents });
  });
}

/** The reference profile for monitoring. It is of the test split, because a model is too confident on its training texts. */
function referenceOf({ test }: Dataset, model: LinearClassifier, matrix: CsrMatrix): Profile {
  const { classes } = model;
  const probabilities = model.predictProba(matrix);
  const { decide } = createDecision({ classes });
  const predictions = test.examples.map(({ label }, row) => {
    const own = classes.map((name, k) => [name, probabilities[row * classes.length + k]!] as const);
    return {
      label: classes[decide(probabilities, row * classes.length)]!,
      probabilities: Object.fromEntries(own),
      ...(label !== undefined && { actual: label }),
    };
  });
  return createProfile(test.texts, { predictions, positive: test.positive });
}
