// ln 2 in two parts: the last 21 bits of the first are zero, so that k times it is exact for every exponent k.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019411;

const bits = new DataView(new ArrayBuffer(8));

/**
 * e to the power `x`, the same to the last bit in every JavaScript engine.
 *
 * `Math.exp` may differ in its last bit between engines and between builds of one engine. This function uses only
 * operations whose result IEEE 754 defines. Models use it when they are fitted and when they predict. The error is below 1 unit in the last place.
 *
 * x = k ln 2 + r with |r| ≤ ln 2 / 2; eʳ by its Taylor series up to r¹³, then scaled by 2ᵏ.
 *
 * @returns  0 below −745.13, `Infinity` above 709.78, `NaN` for `NaN`.
 * @see      Muller (2016), Elementary Functions, chapters 4 and 11 (Cody & Waite's reduction).
 * @example
 * portableExp(0); // => 1
 * portableExp(-1000); // => 0
 */
export function portableExp(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  if (x < SMALLEST) return 0;
  if (Number.isNaN(x)) return x;
  const k = Math.round(x * Math.LOG2E);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  // Horner's rule over 1 / n!. The largest terms are added last, so that the sum is rounded once at the size of 1.
  let tail = 1 / 6227020800;
  tail = tail * r + 1 / 479001600;
  tail = tail * r + 1 / 39916800;
  tail = tail * r + 1 / 3628800;
  tail = tail * r + 1 / 362880;
  tail = tail * r + 1 / 40320;
  tail = tail * r + 1 / 5040;
  tail = tail * r + 1 / 720;
  tail = tail * r + 1 / 120;
  tail = tail * r + 1 / 24;
  tail = tail * r + 1 / 6;
  tail = tail * r + 0.5;
  const value = 1 + (r + (tail * r * r + lost));
  if (k > 1023) return value * 2 * powerOfTwo(k - 1);
  // Below the normal range scaling rounds: an exact scaling comes first, so that only one step rounds.
  if (k < -1021) return value * powerOfTwo(k + 64) * 2 ** -64;
  return value * powerOfTwo(k);
}

/** 2 to the power k for −1022 ≤ k ≤ 1023, from its bits. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
