/** Bins of a signature. */
export const BINS = 128;

const EMPTY = 0xffffffff;

/**
 * The MinHash signature of a set of hashes by one permutation: each hash falls into the bin of its top bits,
 * and a bin keeps its smallest. An empty bin takes what a bin chosen by hashing its number has, so that equal
 * sets stay equal and the chance of equal bins stays the Jaccard similarity.
 *
 * @see Li, Owen & Zhang (2012), One permutation hashing; Shrivastava (2017), Optimal densification for fast and
 *      accurate minwise hashing.
 */
export function minHash(hashes: Uint32Array, count: number, signature: Uint32Array): void {
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
    // Filled bins are marked below 2^25, borrowed ones above, so that nothing is borrowed twice over.
    do from = mix(bin * 0x9e3779b1 + attempt++ * 0x85ebca77) >>> 25;
    while (signature[from]! > 0x1ffffff);
    signature[bin] = signature[from]! | 0x2000000;
  }
}

/** The keys of a signature's bands: documents that share one are candidates. */
export function bandKeys(
  signature: Uint32Array,
  bands: number,
  rows: number,
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
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
