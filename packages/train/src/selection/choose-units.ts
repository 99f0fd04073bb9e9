import type { Random } from "@imdb/core";
import { positionsOf } from "./splitter.js";

/** Rows of a split that stay together: a group, or one example. */
export interface SplitUnit {
  readonly rows: readonly number[];
  /** The labels of its rows. */
  readonly labels: readonly string[];
  /** The most frequent of them. */
  readonly label: string;
}

/** One label, with its units in random order. */
interface Stratum {
  readonly units: readonly number[];
  /** The number of rows that it should have in the test part; not whole. */
  readonly wanted: number;
  /** The number of rows that it has in the test part. */
  size: number;
}

/**
 * Chooses the units of the test part. First each label gets its share, rounded to whole units. Then units are moved, one
 * at a time, while that brings the size of the part nearer to what is wanted: to the test part from the label that lacks
 * most rows there, or back from the label that has most rows too many. No label loses its last unit of the train part.
 *
 * @returns Whether each unit is in the test part.
 */
export function chooseUnits(
  units: readonly SplitUnit[],
  { share, wanted, random }: { readonly share: number; readonly wanted: number; readonly random: Random },
): boolean[] {
  const isInTest = units.map(() => false);
  const unitsLeft = new Map<string, number>();
  for (const { labels } of units) for (const label of labels) change(unitsLeft, label, 1);
  const sizeOf = (u: number) => units[u]!.rows.length;
  const mayLeave = (u: number) => units[u]!.labels.every((label) => unitsLeft.get(label)! > 1);
  const move = (stratum: Stratum, u: number) => {
    const direction = isInTest[u] ? -1 : 1;
    isInTest[u] = !isInTest[u];
    stratum.size += direction * sizeOf(u);
    for (const label of units[u]!.labels) change(unitsLeft, label, -direction);
  };
  const strata = [...positionsOf(units.map(({ label }) => label)).values()];
  // A random order of the labels too: of labels that lack equally many rows, it is not always the first that gets one.
  const all: Stratum[] = Array.from(random.permutation(strata.length), (s) => ({
    units: Array.from(random.permutation(strata[s]!.length), (at) => strata[s]![at]!),
    wanted: share * strata[s]!.reduce((sum, u) => sum + sizeOf(u), 0),
    size: 0,
  }));
  for (const stratum of all) {
    for (const u of stratum.units) {
      // A unit is chosen when the share is closer with it than without it.
      if (stratum.wanted - stratum.size >= sizeOf(u) / 2 && mayLeave(u)) move(stratum, u);
    }
  }
  for (;;) {
    const missing = wanted - all.reduce((sum, { size }) => sum + size, 0);
    const found = unitToMove(all, missing, (u) => {
      const isNearer = sizeOf(u) < 2 * Math.abs(missing);
      return isNearer && (missing > 0 ? !isInTest[u] && mayLeave(u) : isInTest[u]!);
    });
    if (!found) return isInTest;
    move(found.stratum, found.unit);
  }
}

/** A unit that may be moved, from the label whose size is furthest from its share. */
function unitToMove(
  strata: readonly Stratum[],
  missing: number,
  mayMove: (unit: number) => boolean,
): { readonly stratum: Stratum; readonly unit: number } | undefined {
  const need = ({ wanted, size }: Stratum) => (missing > 0 ? wanted - size : size - wanted);
  for (const stratum of [...strata].sort((a, b) => need(b) - need(a))) {
    const unit = stratum.units.find(mayMove);
    if (unit !== undefined) return { stratum, unit };
  }
  return undefined;
}

function change(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
