/** The likeliest class of each row; of equals, the first. */
export function predictedCodes(probabilities: Float64Array, classes: number): Int32Array {
  const codes = new Int32Array(probabilities.length / classes);
  for (let r = 0; r < codes.length; r++) {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[r * classes + k]! > probabilities[r * classes + best]!) best = k;
    }
    codes[r] = best;
  }
  return codes;
}

/** One column of a row-major matrix. */
export function column(values: Float64Array, columns: number, k: number): Float64Array {
  return Float64Array.from({ length: values.length / columns }, (_, r) => values[r * columns + k]!);
}
