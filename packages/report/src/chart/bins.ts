import { anyNumber, checkOption, integer, numberList, rule } from "@imdb/core/options";
import { list } from "../checks.js";
import { extentOf, isDrawable, isWide } from "./scale.js";
import { coveringSteps } from "./ticks.js";

/**
 * Bin edges at round numbers that cover several series of values. A single value gets one bin around it; without values
 * there is one bin from 0 to 1.
 *
 * @param target  The approximate number of bins.
 * @param range   The range that the bins cover. Default: that of the values.
 * @throws `INVALID_OPTION`
 */
export function binEdges(
  series: readonly ArrayLike<number>[],
  target: number,
  range?: readonly [number, number],
): number[] {
  checkOption("series", series, list<ArrayLike<number>>(), "binEdges");
  checkOption("target", target, integer(1), "binEdges");
  for (const values of series) checkOption("series", values, numberList, "binEdges");
  const [low, high] = range ?? extentOf(series);
  if (!(low <= high)) return [0, 1];
  if (!isWide(low, high)) {
    const half = Math.max(0.5, Math.abs(low) / 100);
    return [low - half, high + half];
  }
  if (range) return Array.from({ length: target + 1 }, (_, i) => low + ((high - low) * i) / target);
  return coveringSteps(low, high, target);
}

const edgesRule = rule<readonly number[]>(
  "a list of at least two numbers",
  (value) => Array.isArray(value) && value.length >= 2 && value.every(anyNumber.accepts),
);

/**
 * Counts values by bin. A bin contains its lower edge; the last bin also contains its upper edge.
 *
 * @throws `INVALID_OPTION`
 */
export function binCounts(values: ArrayLike<number>, edges: readonly number[]): number[] {
  checkOption("values", values, numberList, "binCounts");
  checkOption("edges", edges, edgesRule, "binCounts");
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  const [low, high] = [edges[0]!, edges[bins]!];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!isDrawable(value)) continue;
    let bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    // The division can round to a neighbouring bin.
    if (bin > 0 && value < edges[bin]!) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
