import { loadModel } from "@imdb/serve/defaults";
import { strongestFeatures } from "@imdb/train";
import { trainModel } from "./train-model.js";

const { dataset, vectorizer, classifier, evaluation } = await trainModel("model");
console.log(
  `${dataset.train.examples.length} reviews to learn from, ${dataset.test.examples.length} to test on.`,
);
console.log(`Accuracy ${evaluation.accuracy.toFixed(3)}.`);
const strongest = strongestFeatures(classifier, vectorizer.featureNames(), 5);
console.log(`Speak for pos: ${strongest.for.map(({ name }) => name).join(", ")}.`);

const predictor = await loadModel("model", { labels: ["neg", "pos"] });
const text = process.argv[2] ?? "A charming story and a wonderful cast!";
const { label, probabilities } = predictor.predict(text);
console.log(`"${text}" is ${label} (${probabilities[label].toFixed(3)}).`);
