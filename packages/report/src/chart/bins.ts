import { extentOf, isDrawable, isWide } from "./scale.js";
import { coveringSteps } from "./ticks.js";

/**
 * Round bin ends that cover several series of values; a single value gets a bin about it, none at all one bin
 * from 0 to 1.
 *
 * @param target  About how many bins.
 * @param range   What to cover, in place of what the values cover.
 */
export function binEdges(
  series: readonly ArrayLike<number>[],
  target: number,
  range?: readonly [number, number],
): number[] {
  const [low, high] = range ?? extentOf(series);
  if (!(low <= high)) return [0, 1];
  if (!isWide(low, high)) {
    const half = Math.max(0.5, Math.abs(low) / 100);
    return [low - half, high + half];
  }
  if (range) return Array.from({ length: target + 1 }, (_, i) => low + ((high - low) * i) / target);
  return coveringSteps(low, high, target);
}

/** Counts values by bin: from the lower end on, below the upper; the last bin takes its upper end too. */
export function binCounts(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  const [low, high] = [edges[0]!, edges[bins]!];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!isDrawable(value)) continue;
    let bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    // The division may round across an edge.
    if (bin > 0 && value < edges[bin]!) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
