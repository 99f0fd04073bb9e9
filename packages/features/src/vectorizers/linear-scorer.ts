import { type DecideTexts, type LinearWeights, ShapeMismatch } from "@imdb/core";
import { checkOption, linearWeightsRule } from "@imdb/core/options";
import type { Analyzer } from "../engine/analyzer.js";
import { ColumnRuns } from "../engine/column-runs.js";
import type { ColumnFinder } from "../engine/find-columns.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import { lazy } from "../lazy.js";
import { checkTexts } from "./check-texts.js";
import { distinctValues } from "./distinct-values.js";
import { linearKernel, type ScoreText, type WeighedTerms } from "./linear-kernel.js";
import { sublinear, type Weighting } from "./weighting.js";

/** How a vectorizer weighs a term's count. */
export interface TermWeighting extends Pick<Weighting, "norm" | "sublinearTf"> {
  /** Inverse document frequency of each column; `null` for 1. */
  readonly idf: Float64Array | null;
}

// The weights and coefficients of one text; kept from call to call.
const MAX_KEPT = 1 << 16;
let weights = new Float64Array(1024);
let coefs = new Float64Array(1024);
const runs = new ColumnRuns();

/**
 * Makes the function that returns the decision values of a linear model for texts, without a matrix: the same numbers,
 * bit for bit, as weighing the counts, rounding the weights to single precision, and summing from the intercept in
 * column order. A kernel does it where there is one.
 *
 * @param finderOf  Returns the finder of the vocabulary's columns, which takes memory; called only when needed.
 * @throws `SHAPE_MISMATCH` when the model has another number of columns; `INVALID_OPTION` for what are no weights.
 */
export function linearScorer(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  finderOf: () => ColumnFinder,
  { idf, norm, sublinearTf }: TermWeighting,
  model: LinearWeights,
): DecideTexts {
  checkOption("weights", model, linearWeightsRule);
  const columns = vocabulary.nodeOf.length;
  const outputs = model.intercept.length;
  if (model.coef.length !== outputs * columns) {
    throw ShapeMismatch.create({
      what: "Coefficients",
      expected: outputs * columns,
      actual: model.coef.length,
    });
  }
  const terms: WeighedTerms = {
    idf: distinctValues(idf ?? new Float64Array(columns).fill(1)),
    ofCount: analyzer.binary ? () => 1 : sublinearTf ? sublinear : (times) => times,
    norm,
    model,
  };
  const scoreWithKernel = linearKernel(analyzer, vocabulary, terms);
  const scorePlainly = lazy(() => plainScorer(finderOf(), columns, terms));
  return (texts) => {
    checkTexts(texts);
    const decisions = new Float64Array(texts.length * outputs);
    for (let i = 0; i < texts.length; i++) {
      if (scoreWithKernel?.(texts[i]!, decisions, i * outputs)) continue;
      scorePlainly()(texts[i]!, decisions, i * outputs);
    }
    if (weights.length > MAX_KEPT) reserve(0, 1);
    return decisions;
  };
}

/**
 * Makes the function that scores a text without the kernel. Most of the time is spent waiting for memory, so the data
 * are small: the coefficients of a column are side by side, and instead of its idf it has the index of one of the few
 * distinct idf values. Each step of the computation is a loop of its own without branches, so that the processor can
 * read several places at the same time.
 */
export function plainScorer(
  finder: ColumnFinder,
  columns: number,
  { idf: { codes, distinct }, ofCount, norm, model: { coef, intercept } }: WeighedTerms,
): ScoreText {
  const outputs = intercept.length;
  const isL1 = norm === "l1";
  const coefOf = outputs === 1 ? coef : byColumn(coef, columns, outputs);
  const ofFew = Float64Array.from({ length: 64 }, (_, times) => ofCount(times));
  return (text, into, at) => {
    const found = finder.find(text);
    const { count } = finder;
    reserve(count, outputs);
    const terms = runs.find(found, count);
    const { columns: places, ends } = runs;
    const values = weights;
    const factors = coefs;
    for (let t = 0; t < terms; t++) {
      const column = places[t]!;
      values[t] = distinct[codes[column]!]!;
      for (let o = 0; o < outputs; o++) factors[t * outputs + o] = coefOf[column * outputs + o]!;
    }
    let sum = 0;
    for (let t = 0, end = 0; t < terms; t++) {
      const times = ends[t]! - end;
      end = ends[t]!;
      const weight = (times < 64 ? ofFew[times]! : ofCount(times)) * values[t]!;
      values[t] = weight;
      sum += isL1 ? Math.abs(weight) : weight * weight;
    }
    const scale = norm === null || sum === 0 ? 1 : isL1 ? sum : Math.sqrt(sum);
    for (let o = 0; o < outputs; o++) {
      let decision = intercept[o]!;
      for (let t = 0; t < terms; t++) decision += factors[t * outputs + o]! * Math.fround(values[t]! / scale);
      into[at + o] = decision;
    }
    return true;
  };
}

function byColumn(coef: Float64Array, columns: number, outputs: number): Float64Array {
  const table = new Float64Array(coef.length);
  for (let column = 0, at = 0; column < columns; column++) {
    for (let o = 0; o < outputs; o++) table[at++] = coef[o * columns + column]!;
  }
  return table;
}

function reserve(terms: number, outputs: number): void {
  if (weights.length < terms || terms === 0) weights = new Float64Array(Math.max(terms * 2, 1024));
  if (coefs.length < terms * outputs || terms === 0)
    coefs = new Float64Array(Math.max(terms * outputs * 2, 1024));
}
