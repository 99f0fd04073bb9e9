import { px } from "./figure.js";

/** Whether a point of a line can be drawn. */
export function isDrawn(x: ArrayLike<number>, y: ArrayLike<number>, i: number): boolean {
  return Number.isFinite(x[i]) && Number.isFinite(y[i]);
}

/** A path through the points at some positions, with a gap where a point cannot be drawn. */
export function pathOf(x: ArrayLike<number>, y: ArrayLike<number>, positions: Iterable<number>): string {
  let path = "";
  let command = "M";
  for (const i of positions) {
    if (isDrawn(x, y, i)) path += `${command}${px(x[i]!)} ${px(y[i]!)}`;
    command = isDrawn(x, y, i) ? "L" : "M";
  }
  return path || "M0 0";
}

/**
 * Selects the points of a line that are visible: of the points in one column of pixels the first, the lowest, the highest
 * and the last. NaN is kept, as a gap.
 *
 * @param x  Horizontal coordinates.
 * @param y  Vertical coordinates, one for each of `x`.
 * @returns  Positions of the selected points, in ascending order.
 * @see      Jugel et al. (2014), M4: a visualization-oriented time series data aggregation, PVLDB 7.
 */
export function thinLine(x: Float64Array, y: Float64Array): number[] {
  const kept: number[] = [];
  let start = 0;
  while (start < x.length) {
    const column = Math.round(x[start]!);
    let end = start + 1;
    let [lowest, highest] = [start, start];
    while (end < x.length && Math.round(x[end]!) === column && !Number.isNaN(y[end])) {
      if (!(y[end]! >= y[lowest]!)) lowest = end;
      if (!(y[end]! <= y[highest]!)) highest = end;
      end++;
    }
    for (const i of new Set([start, lowest, highest, end - 1].sort((a, b) => a - b))) kept.push(i);
    start = end;
  }
  return kept;
}
