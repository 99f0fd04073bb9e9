// ln 2 in two parts: the last 21 bits of the first are zero, so that k times it is exact for every exponent k.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const TWO_54 = 18014398509481984;
/** The upper word of the significand of √2. Significands from it on are halved, so that all are near 1. */
const SQRT2_BITS = 0x6a09e;

const bits = new DataView(new ArrayBuffer(8));

/**
 * The natural logarithm of `x`, the same to the last bit in every JavaScript engine (see {@link portableExp}).
 * The error is below 1 unit in the last place.
 *
 * x = 2ᵏ (1 + f) with 1 + f between √½ and √2; ln(1 + f) = 2 artanh(f / (2 + f)) by its series.
 *
 * @returns  `-Infinity` for 0, `NaN` below 0 and for `NaN`, `Infinity` for `Infinity`.
 * @see      Muller (2016), Elementary Functions, chapters 4 and 11.
 * @example
 * portableLog(1); // => 0
 * portableLog(Math.E); // => 1
 */
export function portableLog(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  bits.setFloat64(0, x);
  let upper = bits.getUint32(0);
  if (upper < 0x00100000) {
    k = -54;
    bits.setFloat64(0, x * TWO_54);
    upper = bits.getUint32(0);
  }
  const significand = upper & 0xfffff;
  const halved = significand >= SQRT2_BITS ? 1 : 0;
  k += (upper >>> 20) - 1023 + halved;
  bits.setUint32(0, significand | ((1023 - halved) << 20));
  return k * LN2_HIGH + logNearOne(bits.getFloat64(0) - 1, k * LN2_LOW, k === 0);
}

/**
 * ln(1 + `x`) without the loss of digits near 0, the same to the last bit in every JavaScript engine (see
 * {@link portableExp}). The error is below 2 units in the last place.
 *
 * @returns  `-Infinity` for −1, `NaN` below −1 and for `NaN`, `Infinity` for `Infinity`.
 * @example
 * portableLog1p(1e-20); // => 1e-20
 */
export function portableLog1p(x: number): number {
  if (x > -0.29 && x < 0.41) return logNearOne(x, 0, true);
  const sum = 1 + x;
  if (!(sum > 0) || sum === Number.POSITIVE_INFINITY) return portableLog(sum);
  // The rounding error of the addition is corrected by the slope of the logarithm.
  const lost = sum > 2 ? 1 - (sum - x) : x - (sum - 1);
  return portableLog(sum) + lost / sum;
}

/** ln(1 + f) + low for f from √½ − 1 to √2 − 1. `exact` says that low is 0, so that small f keep all their digits. */
function logNearOne(f: number, low: number, exact: boolean): number {
  const s = f / (2 + f);
  const z = s * s;
  let tail = 2 / 23;
  tail = tail * z + 2 / 21;
  tail = tail * z + 2 / 19;
  tail = tail * z + 2 / 17;
  tail = tail * z + 2 / 15;
  tail = tail * z + 2 / 13;
  tail = tail * z + 2 / 11;
  tail = tail * z + 2 / 9;
  tail = tail * z + 2 / 7;
  tail = tail * z + 2 / 5;
  tail = tail * z + 2 / 3;
  tail *= z;
  // 2s = f − s f, and s f = f²/2 − s f²/2: so f, which is exact, is the only large term.
  const half = 0.5 * f * f;
  if (exact) return f - (half - s * (half + tail));
  return f - (half - (s * (half + tail) + low));
}
