import { createDecision, type FittedVectorizer, type LinearClassifier } from "@imdb/core";
import { task } from "@imdb/flow";
import { createProfile, type Profile } from "@imdb/monitor";
import type { StepKeys } from "../step-keys.js";
import { groupsOf, type Reviews } from "./reviews.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
  readonly vectorizer: FittedVectorizer;
  readonly model: LinearClassifier;
  readonly probabilities: Float64Array;
}

/**
 * What the test texts are like, and what the model says of them: the profile that goes with the bundle. Of the test
 * split, because a model is surer of the texts it was fitted on than of any that it will meet.
 */
export const profileTestTexts = task(
  { name: "profile test texts", cache: { key: ({ keys }: Input) => keys.train } },
  async ({ reviews, vectorizer, model, probabilities }: Input): Promise<Profile> => {
    const { decide } = createDecision({ classes: model.classes });
    const predictions = reviews.test.examples.map(({ label }, i) => {
      const [neg, pos] = [probabilities[2 * i]!, probabilities[2 * i + 1]!];
      return {
        label: model.classes[decide(probabilities, 2 * i)]!,
        probabilities: { neg, pos },
        actual: label!,
      };
    });
    const { positive, texts } = reviews.test;
    return createProfile(texts, { predictions, positive, vectorizer, groups: groupsOf(reviews.test) });
  },
);
