import type { Interner } from "./interner.js";

/** The chosen tokens in code point order. */
export function sortTokens(tokens: Interner, chosen: Uint32Array): Uint32Array {
  const { units, ends } = tokens;
  const prefixes = new Float64Array(tokens.size);
  for (const token of chosen) prefixes[token] = prefixOf(units, tokens.start(token), ends[token]!);

  function compare(a: number, b: number): number {
    const byPrefix = prefixes[a]! - prefixes[b]!;
    if (byPrefix !== 0) return byPrefix;
    const startA = tokens.start(a);
    const startB = tokens.start(b);
    const lengthA = ends[a]! - startA;
    const lengthB = ends[b]! - startB;
    const shared = Math.min(lengthA, lengthB);
    for (let k = 3; k < shared; k++) {
      const difference = lift(units[startA + k]!) - lift(units[startB + k]!);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  return chosen.slice().sort(compare);
}

// The first three units as one exact number; most pairs of tokens differ there. One more than the unit keeps
// an absent unit below U+0000.
function prefixOf(units: Uint16Array, start: number, end: number): number {
  let prefix = 0;
  for (let k = start; k < start + 3; k++) prefix = prefix * 0x10001 + (k < end ? lift(units[k]!) + 1 : 0);
  return prefix;
}

// Surrogates sort above the rest of the BMP.
function lift(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
