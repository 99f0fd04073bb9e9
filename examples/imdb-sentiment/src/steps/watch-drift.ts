import type { FittedVectorizer, LinearClassifier } from "@imdb/core";
import { task } from "@imdb/flow";
import { createProfile, type DriftReport, driftReport, type Profile } from "@imdb/monitor";
import type { StepKeys } from "../step-keys.js";
import type { Reviews } from "./reviews.js";

interface Input {
  readonly keys: StepKeys;
  readonly reviews: Reviews;
  readonly trainProfile: Profile;
  readonly vectorizer: FittedVectorizer;
  readonly model: LinearClassifier;
  readonly probabilities: Float64Array;
}

/**
 * How the test texts differ from the train texts, and the profile that goes with the bundle: of the test
 * split, because a model is surer of the texts it was fitted on than of any that it will meet.
 */
export const watchDrift = task(
  { name: "profile and drift", cache: { key: ({ keys }: Input) => keys.train } },
  async (input: Input): Promise<{ reference: Profile; report: DriftReport }> => {
    const { reviews, trainProfile, vectorizer, model, probabilities } = input;
    const predictions = reviews.test.examples.map(({ label }, i) => {
      const [neg, pos] = [probabilities[2 * i]!, probabilities[2 * i + 1]!];
      return { label: model.classes[pos > neg ? 1 : 0]!, probabilities: { neg, pos }, actual: label! };
    });
    const reference = createProfile(reviews.test.texts, { predictions, vectorizer });
    const columns = trainProfile.columns.map(({ name }) => name);
    return { reference, report: driftReport({ reference: trainProfile, current: reference, columns }) };
  },
);
