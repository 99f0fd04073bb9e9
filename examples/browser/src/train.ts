import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Example, encodeBundle, labelsOf } from "@imdb/core";
import { createPipeline, groupedSplit } from "@imdb/data-pipeline";
import { featureCodecs, tfidfVectorizer } from "@imdb/features";
import { saveBundle } from "@imdb/runtime/bundles";
import { evaluate, logisticRegression, trainCodecs } from "@imdb/train";

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
  const { train, test, version } = await createPipeline({ split, cleaning: [], positive: "pos" }).process(
    sentences(),
  );
  const tfidf = tfidfVectorizer({ ngramRange: [1, 2], minDf: 2, sublinearTf: true });
  const { vectorizer, matrix } = await tfidf.fitTransform(train.texts);
  const classifier = await logisticRegression({ C: 10 }).fit(matrix, labelsOf(train));
  const { accuracy } = evaluate(classifier, vectorizer.transform(test.texts), labelsOf(test));
  const trainingData = { version, documents: train.examples.length, source: "npm package sentiment" };
  const { positive } = train;
  const info = { name: "sentences", seed: 42, libraries: {}, metrics: { accuracy }, positive, trainingData };
  await saveBundle(encodeBundle({ vectorizer, classifier }, info, [...featureCodecs, ...trainCodecs]), file);
  return { accuracy, documents: train.examples.length };
}
