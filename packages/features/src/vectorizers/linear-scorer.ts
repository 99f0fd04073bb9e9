import { type DecideTexts, type LinearWeights, ShapeMismatch } from "@imdb/core";
import type { Analyzer } from "../engine/analyzer.js";
import { ColumnRuns } from "../engine/column-runs.js";
import type { ColumnFinder } from "../engine/find-columns.js";
import type { Vocabulary } from "../engine/vocabulary.js";
import { lazy } from "../lazy.js";
import { checkTexts } from "./check-texts.js";
import { distinctValues } from "./distinct-values.js";
import { type DecideText, linearKernel, type WeighedTerms } from "./linear-kernel.js";
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
const runs = new ColumnRuns();

/**
 * Makes the function that gives a linear model's decision values of texts without a matrix between: the same
 * numbers, bit for bit, as weighing the counts, rounding them to single precision, and summing from the intercept
 * in column order. A kernel does it where there is one.
 *
 * @param finderOf  Gives the finder of the vocabulary's columns, which takes memory; asked only when it is needed.
 * @throws `SHAPE_MISMATCH` when the model has other columns.
 */
export function linearScorer(
  analyzer: Analyzer,
  vocabulary: Vocabulary,
  finderOf: () => ColumnFinder,
  { idf, norm, sublinearTf }: TermWeighting,
  model: LinearWeights,
): DecideTexts {
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
  const decideThere = linearKernel(analyzer, vocabulary, terms);
  const decideHere = lazy(() => plainScorer(finderOf(), columns, terms));
  return (texts) => {
    checkTexts(texts);
    const decisions = new Float64Array(texts.length * outputs);
    for (let i = 0; i < texts.length; i++) {
      if (decideThere?.(texts[i]!, decisions, i * outputs)) continue;
      decideHere()(texts[i]!, decisions, i * outputs);
    }
    if (weights.length > KEEP_UP_TO) makeRoom(0, 1);
    return decisions;
  };
}

/**
 * Decides a text without the kernel. Terms wait for memory, so little of it is used: a column's coefficients lie side
 * by side, and its idf, of which there are as many different ones as document frequencies, is the number of one of
 * them. Each loop is one that a processor need not guess in, or wait in for memory.
 */
export function plainScorer(
  finder: ColumnFinder,
  columns: number,
  { idf: { codes, distinct }, ofCount, norm, model: { coef, intercept } }: WeighedTerms,
): DecideText {
  const outputs = intercept.length;
  const isL1 = norm === "l1";
  const coefOf = outputs === 1 ? coef : byColumn(coef, columns, outputs);
  const ofFew = Float64Array.from({ length: 64 }, (_, times) => ofCount(times));
  return (text, into, at) => {
    const found = finder.find(text);
    const { count } = finder;
    makeRoom(count, outputs);
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

function makeRoom(terms: number, outputs: number): void {
  if (weights.length < terms || terms === 0) weights = new Float64Array(Math.max(terms * 2, 1024));
  if (coefs.length < terms * outputs || terms === 0)
    coefs = new Float64Array(Math.max(terms * outputs * 2, 1024));
}
