import type { Random, Role } from "@imdb/core";
import { createShares, type Shares, type SplitUnit, TRAIN } from "./part-shares.js";
import { holdSizes, repairShares } from "./repair-shares.js";

const ROLES: readonly Role[] = ["train", "validation", "test"];

/** What {@link divideSets} divides. */
export interface SetsToDivide {
  /** The indices of the examples of each label, in random order. Examples in none of them stay in train. */
  readonly strata: readonly (readonly number[])[];
  /** Sets of two examples or more, each in one part. */
  readonly sets: readonly (readonly number[])[];
  /** The number of all examples. */
  readonly total: number;
  /** For train, validation and test the number of examples of each label that is wanted. */
  readonly targets: readonly (readonly number[])[];
  readonly random: Random;
}

/**
 * Divides examples into parts so that each set is in one part, and the number of examples of each label in each part is as near to the
 * wanted one as can be found.
 *
 * Sets are placed from large to small (in steps of a factor of two, at random within a step), each in the part that it
 * brings nearest to what is wanted; the other examples fill what is left, label by label, so that with enough of them the numbers
 * are exact. What is off after that is repaired by a bounded number of moves and swaps. The size of a part is never
 * off by more than the largest set, unless sets that stay in train make it so.
 *
 * @see scikit-learn's `StratifiedGroupKFold`, which places the sets with the largest spread first and repairs nothing.
 */
export function divideSets(input: SetsToDivide): Role[] {
  const { strata, sets, total, targets, random } = input;
  const classOf = new Int32Array(total).fill(-1);
  strata.forEach((members, k) => {
    for (const i of members) classOf[i] = k;
  });
  const parts = new Uint8Array(total);
  if (sets.length === 0) {
    fillAsWanted(strata, targets, parts);
    return Array.from(parts, (part) => ROLES[part]!);
  }
  const shares = createShares(targets, classOf.filter((k) => k < 0).length);
  const units = sets.map((rows) => unitOf(rows, classOf));
  const isInSet = new Uint8Array(total);
  for (const rows of sets) for (const i of rows) isInSet[i] = 1;
  placeLargestFirst(units, shares, random);
  for (const [k, members] of strata.entries()) {
    const single = members.filter((i) => isInSet[i] === 0);
    const wanted = shares.lacking(k, single.length);
    let at = 0;
    // The held-out parts take the first ones, as they do without sets.
    for (const part of [2, 1, TRAIN]) {
      for (const end = at + wanted[part]!; at < end; at++) {
        const unit: SplitUnit = { rows: [single[at]!], classes: [k], counts: [1], isFixed: false, part };
        units.push(unit);
        shares.add(unit, part, 1);
      }
    }
  }
  // Examples that stay in train and are in no set.
  shares.addToTrain(classOf.filter((k, i) => k < 0 && isInSet[i] === 0).length);
  repairShares(units, shares, random);
  holdSizes(units, shares);
  for (const { rows, part } of units) for (const i of rows) parts[i] = part;
  return Array.from(parts, (part) => ROLES[part]!);
}

function fillAsWanted(
  strata: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  parts: Uint8Array,
): void {
  strata.forEach((members, k) => {
    const [, validation, test] = targets.map((wanted) => wanted[k]!) as [number, number, number];
    for (let i = 0; i < test + validation; i++) parts[members[i]!] = i < test ? 2 : 1;
  });
}

function unitOf(rows: readonly number[], classOf: Int32Array): SplitUnit {
  const counts = new Map<number, number>();
  for (const i of rows) counts.set(classOf[i]!, (counts.get(classOf[i]!) ?? 0) + 1);
  const isFixed = counts.delete(-1);
  return { rows, classes: [...counts.keys()], counts: [...counts.values()], isFixed, part: TRAIN };
}

function placeLargestFirst(units: readonly SplitUnit[], shares: Shares, random: Random): void {
  const order = Array.from(random.permutation(units.length), (u) => units[u]!);
  const step = ({ rows }: SplitUnit) => Math.clz32(rows.length);
  order.sort((a, b) => Number(b.isFixed) - Number(a.isFixed) || step(a) - step(b));
  for (const unit of order) {
    if (!unit.isFixed) {
      let least = Infinity;
      for (const part of shares.parts) {
        const cost = shares.cost(unit, part, 1);
        if (cost >= least) continue;
        least = cost;
        unit.part = part;
      }
    }
    shares.add(unit, unit.part, 1);
  }
}
