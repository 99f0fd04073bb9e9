import { tfidfVectorizer } from "@imdb/features";
import type { Config } from "./config.js";

/** How texts become numbers. Fitted on the train split alone: fitting it on another does not compile. */
export function features({ features }: Config) {
  const [from, to] = features.ngram_range;
  return tfidfVectorizer({ ngramRange: [from, to], minDf: features.min_df, sublinearTf: true });
}
