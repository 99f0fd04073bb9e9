/** The k best columns, ascending; of equals, the first. */
export function bestColumns(scores: Float64Array, k: number): Uint32Array {
  return Uint32Array.from(scores, (_, j) => j)
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, k)
    .sort();
}
