import type { NearDuplicateRules } from "./near-duplicate-rules.js";
import { createShingler } from "./shingles.js";

// Read once: in a context of `node:vm`, as of Vitest's vmThreads, each look-up of a global takes some 100 ns.
const { imul } = Math;

/** The number of bins of a signature. */
const BINS = 128;
/** The largest probability that a pair as similar as the threshold shares no band. */
const MISSED = 0.005;

const EMPTY = 0xffffffff;

/** How texts are sketched. Texts that share a band of their signatures are candidates. */
export interface SketchRules {
  /** The number of words in a shingle. */
  readonly shingleSize: number;
  readonly bands: number;
  /** The number of bins in a band. */
  readonly rows: number;
}

/**
 * The sketch for a threshold: the longest bands, and with them the fewest candidates, with which a pair of this similarity is
 * missed with a probability of at most 0.005. For 0.8 these are 21 bands of 6 bins (0.002), for 0.5 42 of 3 (0.004).
 *
 * @see Leskovec, Rajaraman & Ullman, Mining of massive datasets, section 3.4.2.
 */
export function sketchRulesOf({ threshold, shingleSize }: NearDuplicateRules): SketchRules {
  let rows = 1;
  for (let more = 2; more <= BINS; more++) {
    if ((1 - threshold ** more) ** Math.floor(BINS / more) <= MISSED) rows = more;
  }
  return { shingleSize, bands: Math.floor(BINS / rows), rows };
}

/** Writes the keys of the bands of a text's MinHash signature into `keys`. Returns its number of shingles. */
export type Sketcher = (text: string, keys: Uint32Array, offset: number) => number;

/** Makes a sketcher. */
export function createSketcher(rules: SketchRules): Sketcher {
  const shingles = createShingler(rules.shingleSize);
  const signature = new Uint32Array(BINS);
  return (text, keys, offset) => {
    const hashes = shingles(text);
    minHash(hashes, hashes.length, signature);
    bandKeys(signature, rules, keys, offset);
    return hashes.length;
  };
}

/**
 * The MinHash signature of a set of hashes by one permutation: each hash falls into the bin of its top bits,
 * and a bin keeps its smallest hash. An empty bin copies a bin that is chosen by hashing the number of the empty one, so
 * that equal sets have equal signatures and the probability of equal bins is the Jaccard similarity.
 *
 * @see Li, Owen & Zhang (2012), One permutation hashing; Shrivastava (2017), Optimal densification for fast and
 *      accurate minwise hashing.
 */
function minHash(hashes: Uint32Array, count: number, signature: Uint32Array): void {
  signature.fill(EMPTY);
  for (let i = 0; i < count; i++) {
    const hash = hashes[i]!;
    const bin = hash >>> 25;
    const value = hash & 0x1ffffff;
    if (value < signature[bin]!) signature[bin] = value;
  }
  if (count === 0) return;
  for (let bin = 0; bin < BINS; bin++) {
    if (signature[bin] !== EMPTY) continue;
    let attempt = 1;
    let from = bin;
    // Copies are marked by a bit above 2^25, so that only original values are copied.
    do from = mix(bin * 0x9e3779b1 + attempt++ * 0x85ebca77) >>> 25;
    while (signature[from]! > 0x1ffffff);
    signature[bin] = signature[from]! | 0x2000000;
  }
}

/** The keys of a signature's bands: documents that share one are candidates. */
function bandKeys(
  signature: Uint32Array,
  { bands, rows }: SketchRules,
  keys: Uint32Array,
  offset: number,
): void {
  for (let band = 0; band < bands; band++) {
    let key = band + 1;
    for (let row = 0; row < rows; row++) key = mix(key ^ (signature[band * rows + row]! & 0x1ffffff));
    keys[offset + band] = key;
  }
}

function mix(value: number): number {
  let z = value | 0;
  z = imul(z ^ (z >>> 16), 0x21f0aaad);
  z = imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
