import { formatNumber, formatTime } from "../format.js";
import { coveringSteps, linearTicks, logTicks, type Tick } from "./ticks.js";
import { timeTicks } from "./time-ticks.js";

/** What an axis of a chart measures. */
export interface Axis {
  /** Name and unit, written beside the axis. */
  readonly label: string;
  /** Default: the smallest value drawn, rounded down to a tick. */
  readonly min?: number | undefined;
  /** Default: the largest value drawn, rounded up to a tick. */
  readonly max?: number | undefined;
  /** `log` leaves out values that are not above 0; `time` takes milliseconds since 1970 and writes UTC. Default `linear`. */
  readonly scale?: "linear" | "log" | "time" | undefined;
}

/** An axis placed on the drawing. */
export interface Scale {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
  /** Drawing coordinate of a value; NaN for what cannot be drawn. */
  at(value: number): number;
  /** The value as a tooltip writes it. */
  format(value: number): string;
}

/** Whether a number has a place on a drawing: finite, and not so large that differences overflow. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= 1e300;
}

/** The smallest and the largest of the values that can be drawn; ±∞, the wrong way round, where there are none. */
export function extentOf(
  lists: readonly ArrayLike<number>[],
  counts: (value: number) => boolean = () => true,
): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of lists) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!isDrawable(value) || !counts(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/**
 * Places an axis.
 *
 * @param values  Everything drawn along it; NaN and infinities are passed over.
 * @param range   Drawing coordinates of its two ends.
 * @param target  About how many ticks it has room for.
 */
export function placeAxis(
  axis: Axis,
  values: ArrayLike<number>,
  range: readonly [number, number],
  target: number,
): Scale {
  const kind = axis.scale ?? "linear";
  const [low, high] = domain(axis, values, kind, target);
  const bend = kind === "log" ? Math.log10 : (value: number) => value;
  const [from, to] = [bend(low), bend(high)];
  return {
    label: axis.label,
    low,
    high,
    ticks: (kind === "log" ? logTicks : kind === "time" ? timeTicks : linearTicks)(low, high, target),
    at: (value) =>
      isDrawable(value)
        ? range[0] + ((bend(value) - from) / (to - from)) * (range[1] - range[0])
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

/** Whether a range has room for ticks that differ from one another in a double. */
export function isWide(low: number, high: number): boolean {
  return high - low > Math.max(1e-290, 1e-8 * Math.max(Math.abs(low), Math.abs(high)));
}

/** A range about a single value, which would else have no width. */
function around(value: number, kind: "linear" | "time"): [number, number] {
  if (kind === "time") return [value - 3_600_000, value + 3_600_000];
  const half = Math.abs(value) < 1e-280 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}
