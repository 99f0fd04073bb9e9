/** Σ aⱼ·bⱼ */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** Σ aⱼ²/dⱼ */
export function scaledSquare(a: Float64Array, diagonal: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! * a[j]!) / diagonal[j]!;
  return sum;
}

/** The largest absolute component. */
export function largestSize(a: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < a.length; j++) {
    const size = Math.abs(a[j]!);
    if (!(size <= largest)) largest = size;
  }
  return largest;
}
