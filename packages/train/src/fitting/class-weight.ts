import { InvalidOption, type Labels } from "@imdb/core";
import { above, either, type OptionRule, oneOf, recordOf } from "@imdb/core/options";

/**
 * Weights of classes: one a label, or `"balanced"` for `rows / (classes · rows of the class)`. Labels left
 * out weigh 1.
 */
export type ClassWeight = "balanced" | Readonly<Record<string, number>>;

/** What a class weight must be, as far as it can be said before the labels are known. */
export const classWeightRule: OptionRule<ClassWeight> = either(oneOf("balanced"), recordOf(above(0)));

/** The cost of every row: its class's weight times its own times C. */
export function rowCosts(
  y: Labels,
  counts: Uint32Array,
  { C, classWeight }: { readonly C: number; readonly classWeight?: ClassWeight },
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array {
  const perClass = classWeights(y, counts, classWeight, sampleWeight);
  const costs = new Float64Array(y.codes.length);
  for (let i = 0; i < costs.length; i++) {
    costs[i] = perClass[y.codes[i]!]! * (sampleWeight ? sampleWeight[i]! : 1) * C;
  }
  return costs;
}

function classWeights(
  y: Labels,
  counts: Uint32Array,
  classWeight: ClassWeight | undefined,
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array {
  if (classWeight === undefined) return new Float64Array(y.classes.length).fill(1);
  if (classWeight === "balanced") return balanced(y, counts, sampleWeight);
  for (const label of Object.keys(classWeight)) {
    if (!y.classes.includes(label)) {
      throw InvalidOption.create({
        option: `classWeight.${label}`,
        value: classWeight[label],
        expected: `a label of ${y.classes.join(", ")}`,
      });
    }
  }
  return Float64Array.from(y.classes, (label) =>
    Object.hasOwn(classWeight, label) ? classWeight[label]! : 1,
  );
}

function balanced(y: Labels, counts: Uint32Array, sampleWeight: ArrayLike<number> | undefined): Float64Array {
  const mass = sampleWeight ? new Float64Array(counts.length) : Float64Array.from(counts);
  if (sampleWeight) for (let i = 0; i < y.codes.length; i++) mass[y.codes[i]!]! += sampleWeight[i]!;
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => (value > 0 ? total / (counts.length * value) : 1));
}
