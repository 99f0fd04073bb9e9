import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  createPipeline,
  type Example,
  groupedSplit,
  logisticRegression,
  textClassifier,
  tfidfVectorizer,
} from "@imdb/text-classifier";

/** 3,000 sentences about films, restaurants and products. The npm package `sentiment` contains them for its tests. */
async function* sentences(): AsyncGenerator<Example<"neg" | "pos">> {
  const require = createRequire(import.meta.url);
  for (const site of ["amazon", "imdb", "yelp"]) {
    const json = await readFile(require.resolve(`sentiment/test/fixtures/${site}.json`), "utf8");
    for (const [i, { text, class: is }] of (
      JSON.parse(json) as { text: string; class: 0 | 1 | null }[]
    ).entries()) {
      // Some sentences occur more than once. Equal sentences are one group, so they are not in both parts.
      if (is !== null)
        yield { id: `${site}/${i}`, text, label: is === 1 ? "pos" : "neg", group: text.trim() };
    }
  }
}

/** Trains the model of the page and saves it as one file. */
export async function trainPageModel(file: string) {
  const split = groupedSplit({ testSize: 0.2, seed: 42 });
  const data = await createPipeline({ split, cleaning: [], positive: "pos" }).process(sentences());
  const vectorizer = tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true });
  const classifier = logisticRegression({ C: 10 });
  const model = await textClassifier({ name: "sentences", vectorizer, classifier }).fit(data, { seed: 42 });
  const { accuracy } = model.evaluate(data.test);
  await model.save(file, { metrics: { accuracy }, source: "npm package sentiment" });
  return { accuracy, documents: data.train.examples.length };
}
