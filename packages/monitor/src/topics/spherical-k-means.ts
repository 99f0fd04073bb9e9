import type { Random } from "@imdb/core";
import { cosine, denseRow, type SparseRow } from "./sparse-row.js";

const MAX_ROUNDS = 30;

/**
 * Groups directions about `k` centres so that the cosines with their centres are large: spherical k-means,
 * started by k-means++ with 1 − cosine as distance, until no row changes its centre or 30 rounds are over.
 *
 * @returns The centres, of unit length; fewer than `k` when there are fewer different rows.
 * @see Dhillon & Modha (2001), Concept decompositions for large sparse text data using clustering; Arthur &
 *      Vassilvitskii (2007), k-means++: the advantages of careful seeding.
 */
export function sphericalKMeans(
  rows: readonly SparseRow[],
  columns: number,
  k: number,
  random: Random,
): Float64Array[] {
  let centres = seeds(rows, columns, k, random);
  const nearest = new Int32Array(rows.length).fill(-1);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = 0;
    rows.forEach((row, i) => {
      const best = nearestCentre(row, centres);
      if (best !== nearest[i]) changed++;
      nearest[i] = best;
    });
    if (changed === 0) break;
    const sums = centres.map(() => new Float64Array(columns));
    rows.forEach(({ columns: at, weights }, i) => {
      const sum = sums[nearest[i]!]!;
      for (let j = 0; j < at.length; j++) sum[at[j]!]! += weights[j]!;
    });
    // A centre that nothing is nearest to stays where it was.
    centres = sums.map((sum, c) => (unit(sum) ? sum : centres[c]!));
  }
  return centres;
}

/** The number of the centre with the largest cosine; the first of equals. */
export function nearestCentre(row: SparseRow, centres: readonly Float64Array[]): number {
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < centres.length; c++) {
    const similarity = cosine(row, centres[c]!);
    if (similarity > highest) {
      highest = similarity;
      best = c;
    }
  }
  return best;
}

/** Rows drawn as centres, each with a probability that grows with its distance from those already drawn. */
function seeds(rows: readonly SparseRow[], columns: number, k: number, random: Random): Float64Array[] {
  const centres: Float64Array[] = [];
  const distance = new Float64Array(rows.length).fill(1);
  while (centres.length < k) {
    const total = distance.reduce((sum, d) => sum + d, 0);
    if (!(total > 0)) break;
    let left = random.next() * total;
    let chosen = rows.length - 1;
    for (let i = 0; i < rows.length; i++) {
      left -= distance[i]!;
      if (left < 0) {
        chosen = i;
        break;
      }
    }
    const centre = denseRow(rows[chosen]!, columns);
    centres.push(centre);
    rows.forEach((row, i) => {
      const apart = 1 - cosine(row, centre);
      // Of equal rows the cosine is 1 but for rounding.
      distance[i] = i === chosen || apart < 1e-12 ? 0 : Math.min(distance[i]!, apart);
    });
  }
  return centres;
}

/** Scales to unit length; false for a vector of zeros. */
function unit(vector: Float64Array): boolean {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return false;
  const length = Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return true;
}
