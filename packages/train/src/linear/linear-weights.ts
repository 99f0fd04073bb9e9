import { type FittedClassifier, isLinear, type LinearWeights, linearWeightsOf } from "@imdb/core";

/** Whether linear weights explain every model. It makes no weights. */
export function haveLinearWeights(models: readonly FittedClassifier[]): boolean {
  return models.every(
    (model) => isLinear(model) || model.linear !== undefined || model.linearWeights !== undefined,
  );
}

/** A function that makes weights when it is first called, and returns them again after. */
export function madeOnce(make: () => LinearWeights): () => LinearWeights {
  let made: LinearWeights | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * The weights of several classes less their mean over the classes. A softmax depends on the differences alone, and so the
 * logarithms of probabilities that naive Bayes has for weights, all of them negative, say nothing about one class.
 */
export function relativeWeights(coef: Float64Array, intercept: Float64Array): LinearWeights {
  return { coef: lessMean(coef, intercept.length), intercept: lessMean(intercept, intercept.length) };
}

/** Rows of numbers, `classes × columns`, less the mean of each column. */
function lessMean(rows: Float64Array, classes: number): Float64Array {
  const columns = rows.length / classes;
  const relative = rows.slice();
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    for (let c = 0; c < classes; c++) mean += rows[c * columns + j]! / classes;
    for (let c = 0; c < classes; c++) relative[c * columns + j]! -= mean;
  }
  return relative;
}

/** The averages of the weights of models with the same classes and features. */
export function averagedWeights(
  models: readonly FittedClassifier[],
  shares: readonly number[],
): LinearWeights {
  const all = models.map((model) => linearWeightsOf(model)!);
  const outputs = Math.max(...all.map(({ intercept }) => intercept.length));
  const { featureCount } = models[0]!;
  const coef = new Float64Array(outputs * featureCount);
  const intercept = new Float64Array(outputs);
  all.forEach((own, m) => {
    const { coef: w, intercept: b } = withOutputs(own, outputs);
    for (let j = 0; j < coef.length; j++) coef[j] = coef[j]! + shares[m]! * w[j]!;
    for (let o = 0; o < outputs; o++) intercept[o] = intercept[o]! + shares[m]! * b[o]!;
  });
  return { coef, intercept };
}

/** Weights of two classes with one row per class: those of the first class are the negatives. */
function withOutputs({ coef, intercept }: LinearWeights, outputs: number): LinearWeights {
  if (intercept.length === outputs) return { coef, intercept };
  const both = new Float64Array(2 * coef.length);
  both.set(coef.map((weight) => -weight));
  both.set(coef, coef.length);
  return { coef: both, intercept: Float64Array.of(-intercept[0]!, intercept[0]!) };
}

/** One row of weights per model: those of the second of its two classes. */
export function stackedWeights(models: readonly FittedClassifier[]): LinearWeights {
  const { featureCount } = models[0]!;
  const coef = new Float64Array(models.length * featureCount);
  const intercept = new Float64Array(models.length);
  models.forEach((model, k) => {
    const own = linearWeightsOf(model)!;
    const output = own.intercept.length - 1;
    coef.set(own.coef.subarray(output * featureCount, (output + 1) * featureCount), k * featureCount);
    intercept[k] = own.intercept[output]!;
  });
  return { coef, intercept };
}
