import { InvalidOption, type Labels } from "@imdb/core";
import { above, either, type OptionRule, oneOf, recordOf } from "@imdb/core/options";

/**
 * Weights of classes: one per label, or `"balanced"` for `rows / (classes · rows of the class)`. A label that is left
 * out has the weight 1.
 */
export type ClassWeight = "balanced" | Readonly<Record<string, number>>;

/** The rule of class weights. Whether the labels exist is checked in the fit. */
export const classWeightRule: OptionRule<ClassWeight> = either(oneOf("balanced"), recordOf(above(0)));

/**
 * The cost of each row: C times the weight of its class times its sample weight.
 *
 * @param totals  The total sample weight of each class, as `checkFit` returns it.
 */
export function rowCosts(
  y: Labels,
  totals: Float64Array,
  { C, classWeight }: { readonly C: number; readonly classWeight?: ClassWeight },
  sampleWeight: ArrayLike<number> | undefined,
): Float64Array {
  const perClass = classWeights(y, totals, classWeight);
  const costs = new Float64Array(y.codes.length);
  for (let i = 0; i < costs.length; i++) {
    costs[i] = perClass[y.codes[i]!]! * (sampleWeight ? sampleWeight[i]! : 1) * C;
  }
  return costs;
}

/**
 * The costs of the rows for one class against the rest, as liblinear has them: the weight of the class multiplies its own
 * rows, and the other rows have the weight 1. For two classes it is {@link rowCosts}.
 *
 * @param positive  The code of the class.
 */
export function costsAgainstRest(
  y: Labels,
  totals: Float64Array,
  { C, classWeight }: { readonly C: number; readonly classWeight?: ClassWeight },
  sampleWeight: ArrayLike<number> | undefined,
  positive: number,
): Float64Array {
  if (totals.length === 2)
    return rowCosts(y, totals, { C, ...(classWeight && { classWeight }) }, sampleWeight);
  const weight = classWeights(y, totals, classWeight)[positive]!;
  return Float64Array.from(y.codes, (code, i) => {
    return (code === positive ? weight : 1) * (sampleWeight ? sampleWeight[i]! : 1) * C;
  });
}

/**
 * The weight of each class.
 *
 * @param totals  The total sample weight of each class.
 */
function classWeights(y: Labels, totals: Float64Array, classWeight: ClassWeight | undefined): Float64Array {
  if (classWeight === undefined) return new Float64Array(y.classes.length).fill(1);
  if (classWeight === "balanced") return balanced(totals);
  for (const label of Object.keys(classWeight)) {
    if (!y.classes.includes(label)) {
      throw InvalidOption.create({
        option: `classWeight.${label}`,
        value: classWeight[label],
        expected: `a weight of one of the labels ${y.classes.join(", ")}`,
      });
    }
  }
  return Float64Array.from(y.classes, (label) =>
    Object.hasOwn(classWeight, label) ? classWeight[label]! : 1,
  );
}

/** Weights that are inversely proportional to the total sample weight of each class. */
function balanced(totals: Float64Array): Float64Array {
  const all = totals.reduce((sum, value) => sum + value, 0);
  return totals.map((total) => all / (totals.length * total));
}
