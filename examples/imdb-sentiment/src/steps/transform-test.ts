import type { CsrMatrix, FittedVectorizer } from "@imdb/core";
import { parallelTransformer } from "@imdb/features/node";
import { task } from "@imdb/flow";
import type { StepKeys } from "../step-keys.js";
import type { Reviews } from "./reviews.js";
import { WORTH_A_THREAD } from "./worth-a-thread.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
  readonly vectorizer: FittedVectorizer;
}

/** Test texts to rows, on all threads; the model is fitted beside. */
export const transformTest = task(
  { name: "transform test texts", cache: { key: ({ keys }: Input) => keys.features } },
  async ({ reviews, vectorizer }: Input, ctx): Promise<CsrMatrix> => {
    const { texts } = reviews.test;
    if (ctx.threads === 1 || texts.length < WORTH_A_THREAD) return vectorizer.transform(texts);
    const transformer = parallelTransformer(vectorizer, { threads: ctx.threads });
    try {
      return await transformer.transform(texts, ctx);
    } finally {
      await transformer.close();
    }
  },
);
