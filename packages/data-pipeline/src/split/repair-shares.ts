import type { Random } from "@imdb/core";
import type { Shares, SplitUnit } from "./part-shares.js";

const PASSES = 8;
/** The number of other units that a unit is tried to change places with, in a pass. */
const PARTNERS = 16;
/** The largest number of units that are tried in all passes: about a second. */
const MOST_TRIED = 250_000;

/** Moves units, and swaps them with some others, while that makes the error smaller. */
export function repairShares(units: readonly SplitUnit[], shares: Shares, random: Random): void {
  const free = units.filter(({ isFixed }) => !isFixed);
  const order = Array.from(random.permutation(free.length), (u) => free[u]!);
  let tried = 0;
  let cursor = 0;
  for (let pass = 0; pass < PASSES && shares.isOff(); pass++) {
    let isBetter = false;
    for (const unit of order) {
      if (tried++ === MOST_TRIED) return;
      if (moveToBest(unit, shares)) isBetter = true;
      for (let n = 0; n < PARTNERS; n++) {
        const other = order[cursor++ % order.length]!;
        if (other.part !== unit.part && swap(unit, other, shares)) isBetter = true;
      }
    }
    if (!isBetter) return;
  }
}

function moveToBest(unit: SplitUnit, shares: Shares): boolean {
  const leaving = shares.costWithLacks(unit, unit.part, -1);
  let best = unit.part;
  let least = -1e-9;
  for (const part of shares.parts) {
    if (part === unit.part) continue;
    const cost = leaving + shares.costWithLacks(unit, part, 1);
    if (cost < least) {
      best = part;
      least = cost;
    }
  }
  if (best === unit.part) return false;
  moveTo(unit, best, shares);
  return true;
}

/** Swaps two units when that makes the error smaller. */
function swap(one: SplitUnit, other: SplitUnit, shares: Shares): boolean {
  const { part } = one;
  const first = shares.costWithLacks(one, part, -1) + shares.costWithLacks(one, other.part, 1);
  moveTo(one, other.part, shares);
  const second = shares.costWithLacks(other, other.part, -1) + shares.costWithLacks(other, part, 1);
  if (first + second < -1e-9) {
    moveTo(other, part, shares);
    return true;
  }
  moveTo(one, part, shares);
  return false;
}

/**
 * Moves units until no part is off by more than the largest unit. A part that lacks more than the largest unit gets one of a
 * part that has too many, and the sum of the differences gets smaller with each move; so does it the other way round.
 */
export function holdSizes(units: readonly SplitUnit[], shares: Shares): void {
  const largest = units.reduce((most, { rows }) => Math.max(most, rows.length), 1);
  const { parts } = shares;
  for (;;) {
    const far = parts.find((part) => Math.abs(shares.excess(part)) > largest);
    if (far === undefined) return;
    const isOver = shares.excess(far) > 0;
    const others = parts.filter((part) => part !== far && shares.excess(part) > 0 !== isOver);
    let best: { readonly unit: SplitUnit; readonly to: number } | undefined;
    let least = Infinity;
    for (const unit of units) {
      if (unit.isFixed || (isOver ? unit.part !== far : !others.includes(unit.part))) continue;
      for (const to of isOver ? others : [far]) {
        const cost = shares.costWithLacks(unit, unit.part, -1) + shares.costWithLacks(unit, to, 1);
        if (cost >= least) continue;
        best = { unit, to };
        least = cost;
      }
    }
    if (best === undefined) return;
    moveTo(best.unit, best.to, shares);
  }
}

function moveTo(unit: SplitUnit, part: number, shares: Shares): void {
  shares.add(unit, unit.part, -1);
  shares.add(unit, part, 1);
  unit.part = part;
}
