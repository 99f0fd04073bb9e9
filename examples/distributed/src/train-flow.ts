import {
  type CsrMatrix,
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

/** What a model is trained on, and how. */
export interface TrainingInput {
  readonly dataset: DatasetName;
  readonly ngramRange: readonly [number, number];
  readonly C: number;
}

/** What is known of a model: its metrics on the test split, and how its texts and predictions look there. */
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
  /** How many it was fitted on. */
  readonly documents: number;
}

/** Documents of each label that a model is trained on at least. */
const LEAST = 50;

export const TooFewDocuments = defineError(
  "TOO_FEW_DOCUMENTS",
  "input",
  (d: { label: string; documents: number }) => ({
    message: `The train split has ${d.documents} documents of the label ${JSON.stringify(d.label)}, needed are ${LEAST}.`,
    remedy: "Collect more, or correct the labels.",
  }),
);

/** A new model goes into service when it is right as often, and not much surer of what it has wrong. */
const gate = promotionGate<Quality>([
  { name: "accuracy", value: ({ metrics }) => metrics["accuracy"]!, threshold: 0.7, improvement: 0 },
  {
    name: "log loss",
    value: ({ metrics }) => metrics["logLoss"]!,
    greaterIsBetter: false,
    improvement: -0.02,
  },
]);

/** Texts to TF-IDF rows. Made anew when a run is resumed: sooner done than written and read. */
const features = task({ name: "featurize", runsIn: "flow", cache: "none" }, async (loaded: Loaded, ctx) => {
  const { data, ngramRange, C } = loaded;
  const tfidf = tfidfVectorizer({ ngramRange: [...ngramRange], minDf: 2, sublinearTf: true });
  const { vectorizer, matrix } = await tfidf.fitTransform(data.train.texts, ctx);
  return { data, C, vectorizer, train: matrix, test: vectorizer.transform(data.test.texts) };
});

/** From a dataset to a registered model in service: load → validate → featurize → train → evaluate → gate → register. */
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
      const labels = labelsOf(data.test, model.classifier.classes);
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
      // Production meets raw texts: they get the cleaning that the training texts had.
      const vectorizer = cleanedVectorizer(model.vectorizer, defaultCleaning());
      const info = {
        name: "sentiment",
        trainingData: { version: dataset.version, documents, source: dataset.folder },
        metrics,
        seed,
        libraries: {},
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
    if (documents < LEAST) throw TooFewDocuments.create({ label, documents });
  });
}

/** What monitoring compares with: the test split, since a model is surer of the texts it was fitted on. */
function referenceOf({ test }: Dataset, model: LinearClassifier, matrix: CsrMatrix): Profile {
  const { classes } = model;
  const probabilities = model.predictProba(matrix);
  const predictions = test.examples.map(({ label }, row) => {
    const own = classes.map((name, k) => [name, probabilities[row * classes.length + k]!] as const);
    const best = own.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
    return {
      label: best,
      probabilities: Object.fromEntries(own),
      ...(label !== undefined && { actual: label }),
    };
  });
  return createProfile(test.texts, { predictions });
}
