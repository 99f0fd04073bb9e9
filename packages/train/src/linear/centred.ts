/** Adding one number to all intercepts changes no probability: choose the sum 0. */
export function centred(intercept: Float64Array): Float64Array {
  const mean = intercept.reduce((sum, b) => sum + b, 0) / intercept.length;
  return intercept.map((b) => b - mean);
}
