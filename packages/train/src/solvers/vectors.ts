/** The dot product Σ aⱼ·bⱼ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** The scaled squared norm Σ aⱼ²/dⱼ. */
export function scaledSquare(a: Float64Array, diagonal: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! * a[j]!) / diagonal[j]!;
  return sum;
}

/** The largest absolute component; NaN if any component is NaN. */
export function maxAbs(a: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < a.length; j++) {
    const absolute = Math.abs(a[j]!);
    if (!(absolute <= largest)) largest = absolute;
  }
  return largest;
}
