/**
 * Every classifier beside the rest on one grouped fold of the train split: accuracy on its held-out fifth and
 * seconds to fit, with usual settings and not searched. All see 1–2-gram TF-IDF (naive Bayes: counts); the small
 * dense model takes what it can hold, so everything is fitted on 4,000 reviews too. Writes `beside.json`.
 *
 * Run: IMDB_DATA=aclImdb_v1.tar.gz node --conditions=@imdb/source --import tsx tools/quality/beside.ts
 */
import { writeFileSync } from "node:fs";
import {
  type Classifier,
  createSplit,
  csrSelectRows,
  labelsOf,
  seededRandom,
  type TrainLabels,
  withRole,
} from "@imdb/core";
import { countVectorizer, tfidfTransformer } from "@imdb/features";
import {
  complementNb,
  denseLogisticRegression,
  dummyClassifier,
  evaluate,
  linearSvc,
  logisticRegression,
  multinomialNb,
  nbLogisticRegression,
  sgdClassifier,
  stratifiedGroupKFold,
} from "@imdb/train";
import { readTrain } from "./data.ts";
import { kept } from "./kept.ts";

const { examples, version } = await kept("train", async () => {
  const { examples, version } = await readTrain();
  return { examples, version };
});
const split = createSplit("train", examples, version);
const labels = labelsOf(split);
const groups = examples.map(({ group }) => group ?? "");
const fold = stratifiedGroupKFold({ folds: 5, shuffleSeed: 1 }).split(labels.codes, groups)[0]!;
const texts = (rows: Uint32Array) => Array.from(rows, (row) => split.texts[row]!);
const codes = (rows: Uint32Array) => Int32Array.from(rows, (row) => labels.codes[row]!);
const trainTexts = withRole("train", texts(fold.train));
const counted = await countVectorizer({ ngramRange: [1, 2], minDf: 2 }).fitTransform(trainTexts);
const y: TrainLabels = { ...labels, codes: codes(fold.train) };
const tfidf = tfidfTransformer({ sublinearTf: true }).fit(counted.matrix, y);
const heldCounts = counted.vectorizer.transform(texts(fold.test));
const held = { ...labels, codes: codes(fold.test) };
const data = {
  counts: { X: counted.matrix, held: heldCounts },
  tfidf: { X: tfidf.transform(counted.matrix), held: tfidf.transform(heldCounts) },
};

const classifiers: readonly (readonly [string, Classifier, keyof typeof data])[] = [
  ["dummyClassifier", dummyClassifier(), "tfidf"],
  ["denseLogisticRegression (500 of the features)", denseLogisticRegression(), "tfidf"],
  ["multinomialNb", multinomialNb(), "counts"],
  ["complementNb", complementNb(), "counts"],
  ["logisticRegression, liblinear", logisticRegression({ C: 10 }), "tfidf"],
  ["logisticRegression, lbfgs", logisticRegression({ C: 10, solver: "lbfgs" }), "tfidf"],
  ["linearSvc", linearSvc({ C: 0.5 }), "tfidf"],
  ["nbLogisticRegression", nbLogisticRegression({ C: 10 }), "tfidf"],
  ["sgdClassifier, 10 epochs", sgdClassifier(), "tfidf"],
];

const small = Uint32Array.from({ length: 4000 }, (_, i) => Math.floor((i * y.codes.length) / 4000));
/** Too slow, or too large, for all rows. */
const FEW_ONLY = /^dense/;
const rows = [];
for (const [name, classifier, kind] of classifiers) {
  const { X, held: heldX } = data[kind];
  const few = await measured(
    classifier,
    csrSelectRows(X, small),
    { ...y, codes: Int32Array.from(small, (i) => y.codes[i]!) },
    heldX,
  );
  const all = FEW_ONLY.test(name) ? undefined : await measured(classifier, X, y, heldX);
  rows.push({ name, few, ...(all && { all }) });
  console.log(JSON.stringify(rows.at(-1)));
}
for (const passes of [1, 3]) {
  rows.push({ name: `sgdClassifier by partialFit, passes: ${passes}`, all: streamed(passes) });
  console.log(JSON.stringify(rows.at(-1)));
}
writeFileSync(
  new URL("beside.json", import.meta.url),
  `${JSON.stringify({ train: version, fittedOn: y.codes.length, heldOut: held.codes.length, rows }, null, 1)}\n`,
);

async function measured(
  classifier: Classifier,
  X: typeof heldCounts,
  labelled: TrainLabels,
  heldX: typeof heldCounts,
) {
  const begun = process.cpuUsage();
  const model = await classifier.fit(X, labelled, { seed: 1 });
  const { user, system } = process.cpuUsage(begun);
  const { accuracy } = evaluate(model, heldX, held);
  return { accuracy: Number(accuracy.toFixed(4)), cpuSeconds: Number(((user + system) / 1e6).toFixed(2)) };
}

/** The reviews as a stream, in batches of 1,000. */
function streamed(passes: number) {
  const { X, held: heldX } = data.tfidf;
  const begun = process.cpuUsage();
  const learner = sgdClassifier().start(X.cols, y.classes);
  const random = seededRandom(1);
  for (let pass = 0; pass < passes; pass++) {
    const order = random.permutation(X.rows);
    for (let at = 0; at < X.rows; at += 1000) {
      const part = order.subarray(at, at + 1000);
      learner.partialFit(csrSelectRows(X, part), { ...y, codes: Int32Array.from(part, (i) => y.codes[i]!) });
    }
  }
  const { user, system } = process.cpuUsage(begun);
  const { accuracy } = evaluate(learner.model(), heldX, held);
  return { accuracy: Number(accuracy.toFixed(4)), cpuSeconds: Number(((user + system) / 1e6).toFixed(2)) };
}
