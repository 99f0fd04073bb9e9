import type { Random } from "@imdb/core";
import { cosine, denseRow, type SparseRow } from "./sparse-row.js";

const MAX_ITERATIONS = 30;

/**
 * Spherical k-means: finds `k` centres with high cosine similarity to their rows. It starts with k-means++, with
 * 1 − cosine as the distance, and stops when no row changes its centre, or after 30 iterations.
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
  let centres = initialCentres(rows, columns, k, random);
  const nearest = new Int32Array(rows.length).fill(-1);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
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
    // A centre without rows does not move.
    centres = sums.map((sum, c) => (normalize(sum) ? sum : centres[c]!));
  }
  return centres;
}

/** The number of the centre with the highest cosine similarity; of equals the first. */
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

/** Draws rows as centres, each with a probability proportional to its distance from the nearest centre already drawn. */
function initialCentres(
  rows: readonly SparseRow[],
  columns: number,
  k: number,
  random: Random,
): Float64Array[] {
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
      const fromCentre = 1 - cosine(row, centre);
      // The cosine of equal rows differs from 1 by rounding alone.
      distance[i] = i === chosen || fromCentre < 1e-12 ? 0 : Math.min(distance[i]!, fromCentre);
    });
  }
  return centres;
}

/** Scales a vector to unit length, in place. Returns false for a vector of zeros. */
function normalize(vector: Float64Array): boolean {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return false;
  const length = Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return true;
}
