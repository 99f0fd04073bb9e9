/**
 * Estimates the shares of the classes in a window without labels by expectation–maximization, from probabilities that are
 * calibrated for a reference with other shares. The arguments are not changed.
 *
 * @param probabilities  `rows × classes`, row-major, calibrated for the reference.
 * @param reference      Shares of the classes in the reference.
 * @returns The window's shares, and the probabilities adapted to them.
 * @see Saerens, Latinne & Decaestecker (2002), Adjusting the outputs of a classifier to new a priori
 *      probabilities: a simple procedure.
 */
export function estimateLabelShares(
  probabilities: Float64Array,
  reference: readonly number[],
): { readonly shares: number[]; readonly adapted: Float64Array } {
  const classes = reference.length;
  const rows = probabilities.length / classes;
  const adapted = Float64Array.from(probabilities);
  let shares = [...reference];
  for (let iteration = 0; iteration < 1000 && rows > 0; iteration++) {
    const next = new Array<number>(classes).fill(0);
    for (let row = 0; row < rows; row++) {
      let total = 0;
      for (let c = 0; c < classes; c++) {
        const value = (probabilities[row * classes + c]! * shares[c]!) / reference[c]!;
        adapted[row * classes + c] = value;
        total += value;
      }
      for (let c = 0; c < classes; c++) {
        adapted[row * classes + c]! /= total;
        next[c]! += adapted[row * classes + c]! / rows;
      }
    }
    const change = next.reduce((max, share, c) => Math.max(max, Math.abs(share - shares[c]!)), 0);
    shares = next;
    if (change < 1e-9) break;
  }
  return { shares, adapted };
}
