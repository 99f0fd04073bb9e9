import {
  type Classifier,
  createSplit,
  csrFromRows,
  type FittedVectorizer,
  seededRandom,
  type Vectorizer,
} from "@imdb/core";

/** A vectorizer for tests that counts words. It records its fits and their texts in `seen`. */
export function wordCounts(minDf: number, seen: { fits: number; texts: (readonly string[])[] }): Vectorizer {
  const words = (text: string) => text.split(" ").filter(Boolean);
  async function fit(train: readonly string[]): Promise<FittedVectorizer> {
    seen.fits++;
    seen.texts.push(train);
    const df = new Map<string, number>();
    for (const text of train) for (const word of new Set(words(text))) df.set(word, (df.get(word) ?? 0) + 1);
    const names = [...df.keys()].filter((word) => df.get(word)! >= minDf).sort();
    const index = new Map(names.map((name, j) => [name, j]));
    return {
      kind: "wordCounts",
      params: { minDf },
      featureCount: names.length,
      featureNames: () => names,
      transform: (texts) =>
        csrFromRows(
          texts.map((text) => {
            const counts = new Map<number, number>();
            for (const word of words(text)) {
              const j = index.get(word);
              if (j !== undefined) counts.set(j, (counts.get(j) ?? 0) + 1);
            }
            return [...counts];
          }),
          names.length,
        ),
    };
  }
  return {
    params: { minDf },
    identity: `word-counts, minDf ${minDf}`,
    fit,
    async fitTransform(train) {
      const vectorizer = await fit(train);
      return { vectorizer, matrix: vectorizer.transform(train) };
    },
  };
}

/** A train split of generated reviews in groups of three. */
export function generatedReviews(rows: number, seed: number) {
  const random = seededRandom(seed);
  const pools = {
    neg: ["bad", "dull", "awful"],
    pos: ["good", "fine", "great"],
    any: ["film", "plot", "cast", "the", "a"],
  };
  const examples = Array.from({ length: rows }, (_, i) => {
    const label = i % 2 === 0 ? "neg" : "pos";
    const word = () => {
      const pool =
        random.next() < 0.25
          ? pools[random.next() < 0.8 ? label : label === "neg" ? "pos" : "neg"]
          : pools.any;
      return pool[random.integer(pool.length)]!;
    };
    return {
      id: `${i}`,
      text: Array.from({ length: 9 }, word).join(" "),
      label,
      group: `g${Math.floor(i / 3)}`,
    };
  });
  return createSplit("train", examples, `sha256:${"0".repeat(64)}`);
}

/** A classifier without a recipe, like one that is not of this package. */
export function withoutRecipe(classifier: Classifier): Classifier {
  return { params: classifier.params, fit: (X, y, run) => classifier.fit(X, y, run) };
}
