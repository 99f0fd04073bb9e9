import { oneOf, optional, optionsOf, rule, text } from "@imdb/core/options";
import { formatNumber, formatTime } from "../format.js";
import { coveringSteps, linearTicks, logTicks, type Tick } from "./ticks.js";
import { timeTicks } from "./time-ticks.js";

/** An axis of a chart. */
export interface Axis {
  /** Name and unit. */
  readonly label: string;
  /** Start of the axis. Default: the smallest value, rounded down to a tick. */
  readonly min?: number | undefined;
  /** End of the axis. Default: the largest value, rounded up to a tick. */
  readonly max?: number | undefined;
  /** `log`: values of 0 or less are left out. `time`: values are milliseconds since 1970, written as UTC. Default `linear`. */
  readonly scale?: "linear" | "log" | "time" | undefined;
}

/** The finite numbers of an option. */
export const finite = rule<number>("a finite number", Number.isFinite);

/** The schema of {@link Axis}. */
export const axisOptions = optionsOf<Axis, "min" | "max">({
  label: text,
  min: optional(finite),
  max: optional(finite),
  scale: ["linear", oneOf("linear", "log", "time")],
});

/** An axis with its place in the drawing. */
export interface Scale {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
  /** The coordinate of a value; NaN for a value that cannot be drawn. */
  at(value: number): number;
  /** The value as text for a tooltip. */
  format(value: number): string;
}

/** Whether a number can be drawn: it is finite, and differences of such numbers do not overflow. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= 1e300;
}

/** The smallest and the largest value that can be drawn; [∞, −∞] when there is none. */
export function extentOf(
  lists: readonly ArrayLike<number>[],
  accepts: (value: number) => boolean = () => true,
): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of lists) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!isDrawable(value) || !accepts(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/**
 * Computes the scale of an axis.
 *
 * @param values  All values along the axis. NaN and infinities are ignored.
 * @param range   The coordinates of its two ends.
 * @param target  The approximate number of ticks.
 */
export function placeAxis(
  axis: Axis,
  values: ArrayLike<number>,
  range: readonly [number, number],
  target: number,
): Scale {
  const kind = axis.scale ?? "linear";
  const [low, high] = domain(axis, values, kind, target);
  const transform = kind === "log" ? Math.log10 : (value: number) => value;
  const [from, to] = [transform(low), transform(high)];
  return {
    label: axis.label,
    low,
    high,
    ticks: (kind === "log" ? logTicks : kind === "time" ? timeTicks : linearTicks)(low, high, target),
    at: (value) =>
      isDrawable(value)
        ? range[0] + ((transform(value) - from) / (to - from)) * (range[1] - range[0])
        : Number.NaN,
    format: kind === "time" ? (value) => formatTime(new Date(value)) : (value) => formatNumber(value),
  };
}

function domain(
  axis: Axis,
  values: ArrayLike<number>,
  kind: NonNullable<Axis["scale"]>,
  target: number,
): readonly [number, number] {
  let [low, high] = extentOf([values], kind === "log" ? (value) => value > 0 : undefined);
  if (low > high) [low, high] = EMPTY[kind];
  low = axis.min ?? low;
  high = axis.max ?? high;
  if (!isWide(low, high)) {
    const wide = kind === "log" ? [low / 2, low * 2] : around(low, kind);
    [low, high] = [axis.min ?? wide[0]!, Math.max(axis.max ?? low, wide[1]!)];
  }
  if (kind !== "linear") return [low, high];
  const steps = coveringSteps(low, high, target);
  return [axis.min === low ? low : steps[0]!, axis.max === high ? high : steps.at(-1)!];
}

const EMPTY = { linear: [0, 1], log: [1, 10], time: [0, 86_400_000] } as const;

/** Whether a range is wide enough for ticks with different values. */
export function isWide(low: number, high: number): boolean {
  return high - low > Math.max(1e-290, 1e-8 * Math.max(Math.abs(low), Math.abs(high)));
}

/** A range around a single value. */
function around(value: number, kind: "linear" | "time"): [number, number] {
  if (kind === "time") return [value - 3_600_000, value + 3_600_000];
  const half = Math.abs(value) < 1e-280 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}
