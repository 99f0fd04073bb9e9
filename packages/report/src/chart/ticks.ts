import { exponentOf } from "../format.js";

/** A value on an axis with its label. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * Round values in a range, with steps of 1, 2 or 5 times a power of ten.
 *
 * @param low     Finite, below `high`.
 * @param target  The approximate number of steps.
 * @see    Heckbert (1990), Nice numbers for graph labels, Graphics Gems.
 */
export function linearTicks(low: number, high: number, target: number): Tick[] {
  const { step, power } = niceStep(high - low, target);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const values = multiples(step, power, Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9));
  return values.map((value) => ({ value, label: tickLabel(value, power, largest) }));
}

/** Multiples of a round step that cover a range: from the last one at or below `low` to the first one at or above `high`. */
export function coveringSteps(low: number, high: number, target: number): number[] {
  const { step, power } = niceStep(high - low, target);
  const values = multiples(step, power, Math.floor(low / step + 1e-12), Math.ceil(high / step - 1e-12));
  // By rounding, a multiple can lie inside of the range.
  values[0] = Math.min(values[0]!, low);
  values[values.length - 1] = Math.max(values.at(-1)!, high);
  return values;
}

/** Powers of ten in a range above 0; in a small range also 2 and 5 times a power of ten. */
export function logTicks(low: number, high: number, target: number): Tick[] {
  const from = exponentOf(low);
  const to = exponentOf(high);
  const every = Math.max(1, Math.ceil((to - from) / target));
  const factors = (to - from) * 3 <= target + 2 ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let exponent = Math.ceil(from / every) * every; exponent <= to; exponent += every) {
    for (const factor of factors) {
      const value = Number(`${factor}e${exponent}`);
      if (value >= low && value <= high) ticks.push({ value, label: tickLabel(value, exponent, value) });
    }
  }
  return ticks;
}

function multiples(step: number, power: number, first: number, last: number): number[] {
  const values: number[] = [];
  for (let i = first; i <= last; i++) {
    // Division by a power of ten rounds once, multiplication by its inverse twice.
    const value = power < 0 ? (i * step * 10 ** -power) / 10 ** -power : i * step;
    values.push(Number(value.toPrecision(14)));
  }
  return values;
}

function niceStep(span: number, target: number): { step: number; power: number } {
  const rough = span / target;
  const power = exponentOf(rough);
  const fraction = rough / 10 ** power;
  // The factor with the nearest ratio. The bounds are the geometric means of two factors.
  const factor = fraction < Math.SQRT2 ? 1 : fraction < Math.sqrt(10) ? 2 : fraction < Math.sqrt(50) ? 5 : 10;
  const step = Number(`${factor}e${power}`);
  return { step, power: factor === 10 ? power + 1 : power };
}

const UNITS = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

function tickLabel(value: number, power: number, largest: number): string {
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (largest >= 1e13 || (largest < 1e-4 && largest > 0)) {
    return sign + size.toExponential().replace("e+", "e");
  }
  if (largest >= 1e4) {
    const [divisor, unit] = UNITS.find(([d]) => largest >= d)!;
    return `${sign}${fixed(size / divisor, exponentOf(divisor) - power)}${unit}`;
  }
  return sign + fixed(size, -power);
}

function fixed(size: number, decimals: number): string {
  return size.toFixed(Math.min(20, Math.max(0, decimals)));
}
