/** The mean and the population standard deviation of numbers. */
export function meanAndStd(values: ArrayLike<number>): { mean: number; std: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, std: Math.sqrt(squares / values.length) };
}

/** {@link meanAndStd} of every metric that is defined in all folds. */
export function summarize(folds: readonly Readonly<Record<string, number>>[]): {
  mean: Record<string, number>;
  std: Record<string, number>;
} {
  const mean: Record<string, number> = {};
  const std: Record<string, number> = {};
  for (const name of Object.keys(folds[0] ?? {})) {
    const values = folds.map((fold) => fold[name]);
    if (!values.every((value) => value !== undefined)) continue;
    ({ mean: mean[name], std: std[name] } = meanAndStd(values));
  }
  return { mean, std };
}
