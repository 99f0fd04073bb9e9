import { type Classifier, type CsrMatrix, csrSelectRows, type TrainLabels } from "@imdb/core";
import type { BenchEntry } from "@imdb/core/testing";
import { denseLogisticRegression, logisticRegression, multinomialNb } from "@imdb/train";
import { importPeer } from "../../../tools/peers/javascript.mjs";
import { prepared } from "./fit.ts";

/** What a dense matrix can hold. */
const ROWS = 2000;
/** natural's Bayes classifier: it looks at every feature of all rows once a row. */
const SOME = 400;
const FEATURES = 500;
const STEPS = 100;

interface NaturalClassifier {
  addDocument(tokens: readonly string[], label: string): void;
  train(): void;
}

interface Natural {
  readonly default: { readonly BayesClassifier: new () => NaturalClassifier };
}

/** Of TensorFlow.js what a logistic regression takes. */
interface TensorFlow {
  ready(): Promise<void>;
  tensor2d(values: Float32Array, shape: [number, number]): Tensor;
  sequential(options: object): Model;
  readonly layers: { dense(options: object): object };
  readonly train: { adam(rate: number): object };
}
interface Tensor {
  dispose(): void;
}
interface Model {
  compile(options: object): void;
  fit(x: Tensor, y: Tensor, options: object): Promise<unknown>;
}

/** Every so many of the train reviews; an odd number, for the labels may take turns. */
function sample(rows: number): { readonly X: CsrMatrix; readonly y: TrainLabels } {
  const { X, y } = prepared();
  const step = Math.floor(X.rows / rows - 1) | 1;
  const picked = Uint32Array.from({ length: rows }, (_, i) => i * step);
  return {
    X: csrSelectRows(X, picked),
    y: { ...y, codes: Int32Array.from(picked, (row) => y.codes[row]!) },
  };
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function ours(classifier: () => Classifier, rows: number): () => Promise<number> {
  return () => {
    const { X, y } = sample(rows);
    return seconds(() => classifier().fit(X, y));
  };
}

/**
 * natural's Bayes classifier, each feature of a row a token; tokens need no stemming. Its logistic regression is not
 * measured: on 20 reviews it was not done in two minutes.
 */
function naturalBayes(rows: number) {
  return async () => {
    const { default: module } = await importPeer<Natural>("natural");
    const { X, y } = sample(rows);
    const tokens = Array.from(y.codes, (_, row) =>
      Array.from(X.indices.subarray(X.indptr[row], X.indptr[row + 1]), String),
    );
    return seconds(() => {
      const classifier = new module.BayesClassifier();
      tokens.forEach((document, row) => {
        classifier.addDocument(document, y.classes[y.codes[row]!]!);
      });
      classifier.train();
    });
  };
}

/** TensorFlow.js on its JavaScript backend: full-batch steps on a dense matrix of the first columns. */
async function tensorFlow(): Promise<number> {
  const tf = await importPeer<TensorFlow>("@tensorflow/tfjs");
  await tf.ready();
  const { X, y } = sample(ROWS);
  const dense = new Float32Array(ROWS * FEATURES);
  for (let row = 0; row < ROWS; row++) {
    for (let k = X.indptr[row]!; k < X.indptr[row + 1]!; k++) {
      if (X.indices[k]! < FEATURES) dense[row * FEATURES + X.indices[k]!] = X.values[k]!;
    }
  }
  const [x, labels] = [
    tf.tensor2d(dense, [ROWS, FEATURES]),
    tf.tensor2d(Float32Array.from(y.codes), [ROWS, 1]),
  ];
  const layer = tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [FEATURES] });
  const taken = await seconds(() => {
    const model = tf.sequential({ layers: [layer] });
    model.compile({ optimizer: tf.train.adam(0.1), loss: "binaryCrossentropy" });
    return model.fit(x, labels, { epochs: STEPS, batchSize: ROWS, verbose: 0 });
  });
  x.dispose();
  labels.dispose();
  return taken;
}

const common = { unit: "s", needs: ["python", "archive", "javascript"] } as const;
const regression = () => logisticRegression({ C: 10 });

/** Seconds to fit what JavaScript peers can hold: ours on all features of the same rows. */
export const entries: BenchEntry[] = [
  {
    id: "train.mlLogisticRegression",
    peer: `ml-logistic-regression 2.0 (2,000 rows, ${STEPS} steps, ${FEATURES} features)`,
    unit: "s",
    needs: ["python", "archive"],
    ours: ours(regression, ROWS),
    theirs: ours(denseLogisticRegression, ROWS),
  },
  {
    ...common,
    id: "train.tensorflow",
    peer: `TensorFlow.js 4.22, JavaScript backend (2,000 rows, ${STEPS} steps, ${FEATURES} features)`,
    ours: ours(regression, ROWS),
    theirs: tensorFlow,
  },
  {
    ...common,
    id: "train.naturalBayes",
    peer: `natural 5.2 BayesClassifier (${SOME} rows)`,
    ours: ours(multinomialNb, SOME),
    theirs: naturalBayes(SOME),
  },
];
