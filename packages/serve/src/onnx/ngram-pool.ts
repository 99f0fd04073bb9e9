import type { FittedVectorizer } from "@imdb/core";
import { NotExportable } from "../errors.js";
import type { AttributeValue } from "./model-proto.js";

/** The vocabulary in the form of the ONNX operator TfIdfVectorizer. */
export interface NgramPool {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** The column of each n-gram of the pool. */
  readonly order: readonly number[];
}

/**
 * Makes the pool of a vocabulary. The operator requires an order by length: all words, then all pairs, and so on. `order`
 * has the column of each n-gram, so that the columns are those of the vectorizer.
 *
 * @throws `NOT_EXPORTABLE` for features that are not n-grams of words.
 */
export function ngramPool(vectorizer: FittedVectorizer): NgramPool {
  const { ngramRange, analyzer } = vectorizer.params;
  const [shortest, longest] = Array.isArray(ngramRange) ? (ngramRange as number[]) : [0, 0];
  if (analyzer !== "word" || !(shortest! >= 1 && longest! >= shortest!)) {
    const problem = "its features are not n-grams of words, the only ones ONNX can count";
    throw NotExportable.create({ part: vectorizer.kind, problem });
  }
  const byLength: { words: string[]; column: number }[][] = Array.from({ length: longest! }, () => []);
  vectorizer.featureNames().forEach((name, column) => {
    const words = name.split(" ");
    const group = byLength[words.length - 1];
    if (!group || words.length < shortest!) {
      throw NotExportable.create({
        part: vectorizer.kind,
        problem: `the term ${JSON.stringify(name)} is no n-gram`,
      });
    }
    group.push({ words, column });
  });
  const pool: string[] = [];
  const counts: number[] = [];
  const order: number[] = [];
  for (const group of byLength) {
    counts.push(pool.length);
    for (const { words, column } of group) {
      for (const word of words) pool.push(word);
      order.push(column);
    }
  }
  const attributes = {
    min_gram_length: shortest!,
    max_gram_length: longest!,
    max_skip_count: 0,
    ngram_counts: counts,
    pool_strings: pool,
  };
  return { attributes, order };
}
