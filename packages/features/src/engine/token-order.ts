import type { Interner } from "./interner.js";

// A key contains the first units of a token, one byte each, and its place among the tokens.
const UNITS = 5;
const MAX_TOKENS = 1 << 24;

// In place of all units that do not fit into a byte.
const OTHER = 0xff;

// Longer runs are sorted by the engine's sort, so that none takes quadratic time.
const SHORT_RUN = 16;

// The index of the upper half of a 64-bit number: it depends on the byte order of the processor.
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Sorts tokens in code point order: first by numbers, each made of a token's first units and its place in `chosen`;
 * then tokens with equal first units by the other units.
 */
export function sortTokens(tokens: Interner, chosen: Uint32Array): Uint32Array {
  const compare = comparison(tokens);
  if (chosen.length > MAX_TOKENS) return chosen.slice().sort(compare);
  const keys = keysOf(tokens, chosen).sort();
  const halves = new Uint32Array(keys.buffer);
  const sorted = new Uint32Array(chosen.length);
  let first = 0;
  for (let k = 0; k < sorted.length; k++) {
    sorted[k] = chosen[halves[2 * k + 1 - UPPER]! & (MAX_TOKENS - 1)]!;
    if (k === 0 || agrees(halves, k - 1, k)) continue;
    sortRun(sorted, first, k, compare);
    first = k;
  }
  sortRun(sorted, first, sorted.length, compare);
  return sorted;
}

function keysOf(tokens: Interner, chosen: Uint32Array): BigUint64Array {
  const { units, ends } = tokens;
  const keys = new BigUint64Array(chosen.length);
  const halves = new Uint32Array(keys.buffer);
  for (let k = 0; k < chosen.length; k++) {
    const start = tokens.start(chosen[k]!);
    const end = Math.min(ends[chosen[k]!]!, start + UNITS);
    let upper = 0;
    let last = 0;
    for (let i = start; i < end; i++) {
      // Ascending with the unit; no unit is below U+0000.
      const byte = Math.min(units[i]! + 1, OTHER);
      if (i - start < 4) upper |= byte << (24 - 8 * (i - start));
      else last = byte;
      // Units after one that does not fit into a byte are left out: they are compared later.
      if (byte === OTHER) break;
    }
    halves[2 * k + UPPER] = upper;
    halves[2 * k + 1 - UPPER] = (last << 24) | k;
  }
  return keys;
}

function agrees(halves: Uint32Array, a: number, b: number): boolean {
  const isSame = halves[2 * a + UPPER] === halves[2 * b + UPPER];
  return isSame && halves[2 * a + 1 - UPPER]! >>> 24 === halves[2 * b + 1 - UPPER]! >>> 24;
}

function sortRun(
  sorted: Uint32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  if (to - from > SHORT_RUN) {
    sorted.subarray(from, to).sort(compare);
    return;
  }
  for (let k = from + 1; k < to; k++) {
    const token = sorted[k]!;
    let place = k;
    for (; place > from && compare(sorted[place - 1]!, token) > 0; place--)
      sorted[place] = sorted[place - 1]!;
    sorted[place] = token;
  }
}

function comparison(tokens: Interner): (a: number, b: number) => number {
  const { units, ends } = tokens;
  return (a, b) => {
    const startA = tokens.start(a);
    const startB = tokens.start(b);
    const lengthA = ends[a]! - startA;
    const lengthB = ends[b]! - startB;
    const shared = Math.min(lengthA, lengthB);
    for (let k = 0; k < shared; k++) {
      const difference = lift(units[startA + k]!) - lift(units[startB + k]!);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  };
}

// Surrogates sort above the rest of the BMP.
function lift(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
