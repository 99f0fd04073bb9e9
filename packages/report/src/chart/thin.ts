import { px } from "./figure.js";

/** Whether a point of a line has a place on the drawing. */
export function isDrawn(x: ArrayLike<number>, y: ArrayLike<number>, i: number): boolean {
  return Number.isFinite(x[i]) && Number.isFinite(y[i]);
}

/** A path through the points at some positions, lifted where one has no place. */
export function pathOf(x: ArrayLike<number>, y: ArrayLike<number>, positions: Iterable<number>): string {
  let path = "";
  let pen = "M";
  for (const i of positions) {
    if (isDrawn(x, y, i)) path += `${pen}${px(x[i]!)} ${px(y[i]!)}`;
    pen = isDrawn(x, y, i) ? "L" : "M";
  }
  return path || "M0 0";
}

/**
 * The points of a line that can be told apart on a drawing: of those that fall into one column of pixels the
 * first, the lowest, the highest and the last. NaN stays, as the gap it makes.
 *
 * @param x  Drawing coordinates.
 * @param y  Drawing coordinates, as many.
 * @returns  Positions to keep, ascending.
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
