// Scores the terms of a text with a linear model. The result is bit for bit that of `plainScorer` in linear-scorer.ts.

import { hits } from "./find-ngrams";
import { sortByColumn, sortKeys } from "./sort-keys";

const L1: u32 = 1;
const L2: u32 = 2;

/**
 * Address of a record for each feature: its column and the index of its idf in `idfValues`, 32 bits each, and its
 * coefficient for each output, 64 bits each.
 */
export let featureRecords: u32 = 0;
export let outputCount: u32 = 0;

/** Addresses: of the distinct idf values, of the weight of each term frequency, and of the intercept of each output. */
export let idfValues: u32 = 0;
export let tfWeights: u32 = 0;
export let intercepts: u32 = 0;

/** The norm of a row: 0 for none, 1 for L1, 2 for L2. */
export let norm: u32 = 0;

/** Address of the result, the decision value of each output. */
export let decisions: u32 = 0;

/**
 * Addresses of two arrays with an element for each distinct term. `termWeights`: first the term's feature and where its
 * run of equal keys ends, 32 bits each; later, in their place, its weight. `termRecords`: the address of its record.
 */
export let termWeights: u32 = 0;
export let termRecords: u32 = 0;

/**
 * Writes the decision values of a text.
 *
 * @param hitBytes  Number of bytes of features that `findNgrams` found.
 */
export function scoreTerms(hitBytes: u32): void {
  const sorted = sortByColumn(writeKeys(hitBytes));
  const bytes = findRuns(sorted, hitBytes << 1);
  writeDecisions(bytes, weighTerms(bytes));
}

/** Makes a key of each hit: the upper half is the column, the lower the feature. @returns Where the keys end. */
function writeKeys(hitBytes: u32): u32 {
  const end = hits + hitBytes;
  const records = featureRecords;
  const stride = recordBytes();
  let key = sortKeys;
  for (let hit = hits; hit < end; hit += 4) {
    const feature = load<u32>(hit);
    store<u32>(key, feature);
    store<u32>(key, load<u32>(records + feature * stride), 4);
    key += 8;
  }
  return key;
}

/** Bytes of a feature's record. */
function recordBytes(): u32 {
  return (outputCount + 1) << 3;
}

/**
 * Finds the runs of equal keys. Writes to `termWeights` the feature of each run and where it ends among the keys.
 *
 * @returns  Bytes of the distinct terms, 8 each.
 */
function findRuns(keys: u32, keyBytes: u32): u32 {
  if (keyBytes === 0) return 0;
  const first = termWeights;
  let run = first;
  let last = load<u64>(keys);
  let offset: u32 = 0;
  do {
    const key = load<u64>(keys + offset);
    offset += 8;
    // Moves on at a new key. Written without an `if`: a processor cannot predict which keys are new.
    run += u32(key !== last) << 3;
    store<u32>(run, u32(key));
    store<u32>(run, offset, 4);
    last = key;
  } while (offset < keyBytes);
  return run - first + 8;
}

/**
 * Weighs the terms: term frequency times idf.
 *
 * @returns  The number that the norm divides their weights by.
 */
function weighTerms(bytes: u32): f64 {
  const weights = termWeights;
  const places = termRecords;
  const records = featureRecords;
  const tf = tfWeights;
  const idf = idfValues;
  const stride = recordBytes();
  const isL1 = norm === L1;
  let sum: f64 = 0;
  let runStart: u32 = 0;
  for (let offset: u32 = 0; offset < bytes; offset += 8) {
    const record = records + load<u32>(weights + offset) * stride;
    const runEnd = load<u32>(weights + offset, 4);
    // A run of n keys takes 8n bytes, and the weight of frequency n is at byte 8n too: no division is needed.
    const weight = load<f64>(tf + (runEnd - runStart)) * load<f64>(idf + (load<u32>(record, 4) << 3));
    runStart = runEnd;
    store<f64>(weights + offset, weight);
    store<u32>(places + (offset >> 1), record);
    sum += select<f64>(abs<f64>(weight), weight * weight, isL1);
  }
  if (norm === 0 || sum === 0) return 1;
  return norm === L2 ? sqrt<f64>(sum) : sum;
}

/** Writes the decision value of each output: its intercept plus weight times coefficient of each term, by column. */
function writeDecisions(bytes: u32, scale: f64): void {
  const weights = termWeights;
  const places = termRecords;
  const end = u32(outputCount) << 3;
  for (let output: u32 = 0; output < end; output += 8) {
    let decision = load<f64>(intercepts + output);
    for (let offset: u32 = 0; offset < bytes; offset += 8) {
      // Rounded to single precision, as the values of a matrix are.
      const value = f64(f32(load<f64>(weights + offset) / scale));
      decision += load<f64>(load<u32>(places + (offset >> 1)) + output, 8) * value;
    }
    store<f64>(decisions + output, decision);
  }
}
