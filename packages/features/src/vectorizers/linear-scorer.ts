import { type DecideTexts, type LinearWeights, ShapeMismatch } from "@imdb/core";
import type { ColumnFinder } from "../engine/find-columns.js";
import { sublinear, type Weighting } from "./weighting.js";

/** How a vectorizer makes a value of a term's count. */
export interface TermWeighting extends Pick<Weighting, "norm" | "sublinearTf"> {
  /** Inverse document frequency of each column; `null` for 1. */
  readonly idf: Float64Array | null;
}

// Room for the weights of one text, kept from call to call.
const KEEP_UP_TO = 1 << 16;
let weights = new Float64Array(1024);
let coefs = new Float64Array(1024);

/**
 * Makes the function that gives a linear model's decision values of texts without a matrix between: the same
 * numbers, bit for bit, as weighing the counts, rounding them to single precision, and summing from the intercept
 * in column order.
 *
 * A column's idf and its coefficients lie side by side, so that a term waits for memory once.
 *
 * @throws `SHAPE_MISMATCH` when the model has other columns.
 */
export function linearScorer(
  finder: ColumnFinder,
  columns: number,
  binary: boolean,
  weighting: TermWeighting,
  { coef, intercept }: LinearWeights,
): DecideTexts {
  const outputs = intercept.length;
  if (coef.length !== outputs * columns) {
    throw ShapeMismatch.create({ what: "Coefficients", expected: outputs * columns, actual: coef.length });
  }
  const { norm, sublinearTf } = weighting;
  const stride = 1 + outputs;
  const table = interleaved(weighting.idf, coef, columns, outputs);

  /** Writes the weights of a text and their coefficients; gives how many and what to divide by. */
  function decide(text: string, into: Float64Array, at: number): void {
    const found = finder.find(text);
    const { count } = finder;
    makeRoom(count, outputs);
    const values = weights;
    const factors = coefs;
    let terms = 0;
    let sum = 0;
    for (let k = 0; k < count; ) {
      const column = found[k]!;
      const first = k++;
      while (k < count && found[k] === column) k++;
      const occurrences = binary ? 1 : k - first;
      const place = column * stride;
      const weight = (sublinearTf ? sublinear(occurrences) : occurrences) * table[place]!;
      values[terms] = weight;
      sum += norm === "l1" ? Math.abs(weight) : weight * weight;
      for (let o = 0; o < outputs; o++) factors[terms * outputs + o] = table[place + 1 + o]!;
      terms++;
    }
    const scale = norm === null || sum === 0 ? 1 : norm === "l1" ? sum : Math.sqrt(sum);
    for (let o = 0; o < outputs; o++) {
      let decision = intercept[o]!;
      for (let t = 0; t < terms; t++) decision += factors[t * outputs + o]! * Math.fround(values[t]! / scale);
      into[at + o] = decision;
    }
  }

  return (texts) => {
    const decisions = new Float64Array(texts.length * outputs);
    for (let i = 0; i < texts.length; i++) decide(texts[i]!, decisions, i * outputs);
    if (weights.length > KEEP_UP_TO) makeRoom(0, 1);
    return decisions;
  };
}

function interleaved(
  idf: Float64Array | null,
  coef: Float64Array,
  columns: number,
  outputs: number,
): Float64Array {
  const table = new Float64Array(columns * (1 + outputs));
  for (let column = 0, at = 0; column < columns; column++) {
    table[at++] = idf === null ? 1 : idf[column]!;
    for (let o = 0; o < outputs; o++) table[at++] = coef[o * columns + column]!;
  }
  return table;
}

function makeRoom(terms: number, outputs: number): void {
  if (weights.length < terms || terms === 0) weights = new Float64Array(Math.max(terms * 2, 1024));
  if (coefs.length < terms * outputs || terms === 0)
    coefs = new Float64Array(Math.max(terms * outputs * 2, 1024));
}
