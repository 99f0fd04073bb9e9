import {
  contentHash,
  createDecision,
  createSplit,
  type Example,
  type FittedVectorizer,
  labelsOf,
} from "@imdb/core";
import { tfidfVectorizer } from "@imdb/features";
import type { Outcome } from "@imdb/monitor";
import { logisticRegression, stratifiedGroupKFold } from "@imdb/train";

/** A model as it would be deployed, and the reviews kept from it for the reference. */
export interface DeployedModel {
  readonly vectorizer: FittedVectorizer;
  readonly fittedTexts: readonly string[];
  /** A fifth of the train split, of other movies than the model was fitted on. */
  readonly validation: readonly Example[];
  /** Its answers, with the truth where the example has a label. */
  predict(examples: readonly Example[]): Outcome[];
}

/**
 * Fits a TF-IDF 1–2-gram logistic regression on four fifths of the train split. The reference of a model must be
 * of texts that it has not seen, and the truth about new movies is learned from movies it has not seen.
 */
export async function deployedModel(train: readonly Example[]): Promise<DeployedModel> {
  const whole = createSplit("train", train, contentHash("train"));
  const [fold] = stratifiedGroupKFold({ folds: 5, shuffleSeed: 1 }).split(
    labelsOf(whole).codes,
    train.map((example) => example.group ?? example.id),
  );
  const fitted = createSplit(
    "train",
    Array.from(fold!.train, (row) => train[row]!),
    contentHash("fitted"),
  );
  const labels = labelsOf(fitted);
  const { vectorizer, matrix } = await tfidfVectorizer({
    ngramRange: [1, 2],
    minDf: 2,
    sublinearTf: true,
  }).fitTransform(fitted.texts);
  const model = await logisticRegression({ C: 10 }).fit(matrix, labels);
  const { classes } = model;
  const { decide } = createDecision({ classes });
  return {
    vectorizer,
    fittedTexts: fitted.texts,
    validation: Array.from(fold!.test, (row) => train[row]!),
    predict(examples) {
      const p = model.predictProba(vectorizer.transform(examples.map((example) => example.text)));
      return examples.map(({ label }, i) => ({
        label: classes[decide(p, classes.length * i)]!,
        probabilities: Object.fromEntries(classes.map((name, k) => [name, p[classes.length * i + k]!])),
        ...(label === undefined ? {} : { actual: label }),
      }));
    },
  };
}
