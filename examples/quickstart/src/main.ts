import { loadTextClassifier } from "@imdb/text-classifier";
import { trainModel } from "./train-model.js";

const { data, model, evaluation } = await trainModel("model");
console.log(`${data.train.examples.length} reviews to learn from, ${data.test.examples.length} to test on.`);
console.log(`Accuracy ${evaluation.accuracy.toFixed(3)}.`);
const strongest = model.strongestFeatures(5);
console.log(`Speak for ${strongest.label}: ${strongest.for.map(({ name }) => name).join(", ")}.`);

const loaded = await loadTextClassifier("model", { labels: ["neg", "pos"] });
const text = process.argv[2] ?? "A charming story and a wonderful cast!";
const { label, confidence } = loaded.predict(text);
console.log(`"${text}" is ${label} (${confidence.toFixed(3)}).`);
