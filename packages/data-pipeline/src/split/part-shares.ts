/** The number of the train part; 1 is validation, 2 is test. */
export const TRAIN = 0;

/** Examples that stay together: a set, or one example. */
export interface SplitUnit {
  readonly rows: readonly number[];
  /** The labels of its examples by their numbers. */
  readonly classes: readonly number[];
  /** The number of examples of each of them. */
  readonly counts: readonly number[];
  /** Whether it has to stay in train. */
  readonly isFixed: boolean;
  part: number;
}

/** The number of examples of each label in each part, beside the wanted ones. */
export interface Shares {
  /** The parts that are asked for. */
  readonly parts: readonly number[];
  add(unit: SplitUnit, part: number, sign: 1 | -1): void;
  /** Examples of no label. */
  addToTrain(count: number): void;
  /** By how much the error grows when a unit comes into a part (1) or leaves it (-1). */
  cost(unit: SplitUnit, part: number, sign: 1 | -1): number;
  /** The same, with a high price for a part that lacks a label which it should have. */
  costWithLacks(unit: SplitUnit, part: number, sign: 1 | -1): number;
  /** By how many examples a part is larger than wanted. */
  excess(part: number): number;
  /** For each part the number of `available` examples of a label that it gets. */
  lacking(label: number, available: number): number[];
  /** Whether a label is off in a part by one example or more. */
  isOff(): boolean;
}

/** The cost of a part without a label that it should have: above that of all sizes. */
const LACKED = 1e9;

/**
 * Makes empty shares. The error is the sum of the squared differences from the wanted numbers, each divided by the wanted
 * number, for the labels and for the sizes.
 *
 * @param targets  For train, validation and test the wanted number of examples of each label.
 * @param others   The number of examples of no label, which are in train.
 */
export function createShares(targets: readonly (readonly number[])[], others: number): Shares {
  const counts = targets.map((wanted) => new Float64Array(wanted.length));
  const sizes = new Float64Array(targets.length);
  const wantedSizes = targets.map(
    (wanted, part) => wanted.reduce((sum, one) => sum + one, 0) + (part === TRAIN ? others : 0),
  );
  const parts = [...targets.keys()].filter((part) => wantedSizes[part]! > 0);
  const grown = (count: number, wanted: number, by: number) =>
    (by * (2 * (count - wanted) + by)) / Math.max(wanted, 0.5);
  function cost({ classes, counts: own, rows }: SplitUnit, part: number, sign: 1 | -1): number {
    let sum = grown(sizes[part]!, wantedSizes[part]!, sign * rows.length);
    for (let at = 0; at < classes.length; at++) {
      const k = classes[at]!;
      sum += grown(counts[part]![k]!, targets[part]![k]!, sign * own[at]!);
    }
    return sum;
  }
  return {
    parts,
    add({ classes, counts: own, rows }, part, sign) {
      classes.forEach((k, at) => {
        counts[part]![k]! += sign * own[at]!;
      });
      sizes[part]! += sign * rows.length;
    },
    addToTrain(count) {
      sizes[TRAIN]! += count;
    },
    cost,
    costWithLacks(unit, part, sign) {
      let price = cost(unit, part, sign);
      unit.classes.forEach((k, at) => {
        const count = counts[part]![k]!;
        if (targets[part]![k]! < 1) return;
        if (count === 0) price -= LACKED;
        else if (count + sign * unit.counts[at]! === 0) price += LACKED;
      });
      return price;
    },
    excess: (part) => sizes[part]! - wantedSizes[part]!,
    lacking(label, available) {
      const lacks = targets.map((wanted, part) => Math.max(0, wanted[label]! - counts[part]![label]!));
      // Where sets filled a part beyond what is wanted, the others get less: the part that lacks most first.
      for (let over = lacks.reduce((sum, one) => sum + one, 0) - available; over > 0; over--)
        lacks[lacks.indexOf(Math.max(...lacks))]!--;
      return lacks;
    },
    isOff: () =>
      counts.some((own, part) => own.some((count, k) => Math.abs(count - targets[part]![k]!) >= 1)),
  };
}
