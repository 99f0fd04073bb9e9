import {
  assertTrain,
  type FittedVectorizer,
  fittedOn,
  type RunOptions,
  throwIfCancelled,
  type Vectorizer,
} from "@imdb/core";
import { displayFitted } from "@imdb/core/display";
import { checkRun } from "@imdb/core/options";

/**
 * Makes a vectorizer that learns nothing, and so is fitted from the start.
 *
 * @param work  Its work, as the error of a cancelled fit names it.
 */
export function withoutFit<F extends FittedVectorizer & Vectorizer<F>>(
  fitted: Omit<F, "fit" | "fitTransform">,
  work: string,
): F {
  async function fitTransform(train: readonly string[], run: RunOptions = {}) {
    assertTrain(train);
    checkRun(run);
    throwIfCancelled(run.signal, work);
    return { vectorizer: fittedOn(train, vectorizer), matrix: vectorizer.transform(train) };
  }
  const vectorizer = {
    ...fitted,
    fitTransform,
    fit: async (train: readonly string[], run?: RunOptions) => (await fitTransform(train, run)).vectorizer,
  } as unknown as F;
  return displayFitted(vectorizer);
}
