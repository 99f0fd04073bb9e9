import { createDecision, createSplit, decodeBundle, encodeBundle, labelsOf } from "@imdb/core";
import { cleanedVectorizer, cleaningCodec, defaultCleaning } from "@imdb/data-pipeline/cleaning";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { createProfile } from "@imdb/monitor";
import { createPredictor } from "@imdb/serve";
import { evaluate, evaluationMetrics, logisticRegression, trainCodecs } from "@imdb/train";

const CODECS = [cleaningCodec(featureCodecs), ...trainCodecs];

/**
 * The main job in a browser, from the split on (files are read in Node), with the main job's settings.
 *
 * @returns The bundle's files, each as an array of bytes.
 */
export async function train({ version, parts, libraries }) {
  const [train, test] = ["train", "test"].map((role) => {
    return createSplit(role, parts[role].examples, parts[role].version, { positive: "pos" });
  });
  const run = { seed: 42 };
  const tfidf = tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true });
  const { vectorizer, matrix } = await tfidf.fitTransform(train.texts, run);
  const liblinear = logisticRegression({ solver: "liblinear", C: 10, tol: 0.01, maxIter: 1000 });
  const classifier = await liblinear.fit(matrix, labelsOf(train), run);
  const rows = vectorizer.transform(test.texts);
  const metrics = evaluationMetrics(
    evaluate(classifier, rows, labelsOf(test, { classes: classifier.classes })),
  );
  const reference = createProfile(test.texts, {
    predictions: predictionsOf(test, classifier, rows),
    positive: test.positive,
    vectorizer,
    groups: test.examples.map(({ group }) => group ?? null),
  });
  const source = "sentences of the npm package sentiment";
  const trainingData = { version, documents: train.examples.length, source };
  const info = {
    name: "imdb-sentiment",
    trainingData,
    metrics,
    positive: train.positive,
    seed: 42,
    libraries,
    reference,
  };
  const cleaned = cleanedVectorizer(vectorizer, defaultCleaning());
  const files = encodeBundle({ vectorizer: cleaned, classifier }, info, CODECS);
  return [...files].map(([name, bytes]) => [name, [...bytes]]);
}

/** Labels and probabilities of a bundle's model, as a step of the loop gives them. */
export function predict(files, texts) {
  const bytes = new Map(files.map(([name, numbers]) => [name, Uint8Array.from(numbers)]));
  const predictor = createPredictor(decodeBundle(bytes, CODECS));
  return predictor.predictBatch(texts).map(({ label, probabilities }) => [label, probabilities]);
}

function predictionsOf(test, classifier, rows) {
  const probabilities = classifier.predictProba(rows);
  const { decide } = createDecision({ classes: classifier.classes });
  return test.examples.map(({ label }, i) => {
    const [neg, pos] = [probabilities[2 * i], probabilities[2 * i + 1]];
    return {
      label: classifier.classes[decide(probabilities, 2 * i)],
      probabilities: { neg, pos },
      actual: label,
    };
  });
}
