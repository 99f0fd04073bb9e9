/** Mean and standard deviation (of the population) of every metric that all folds have. */
export function summarize(folds: readonly Readonly<Record<string, number>>[]): {
  mean: Record<string, number>;
  std: Record<string, number>;
} {
  const mean: Record<string, number> = {};
  const std: Record<string, number> = {};
  for (const name of Object.keys(folds[0] ?? {})) {
    const values = folds.map((fold) => fold[name]);
    if (!values.every((value) => value !== undefined)) continue;
    const average = values.reduce((a, b) => a + b, 0) / values.length;
    mean[name] = average;
    std[name] = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length);
  }
  return { mean, std };
}
