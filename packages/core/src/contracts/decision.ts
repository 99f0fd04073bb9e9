import { assertArgument, assertObject } from "../errors/assert-argument.js";
import { InvalidOption } from "../errors/codes.js";

/** What every decision rule may say. */
export interface Abstaining {
  /** A label with a smaller probability is no decision: the prediction says that it abstains. Default: never. */
  readonly abstainBelow?: number | undefined;
}

/** Two classes: the positive one is the label where its probability is at least `threshold`. */
export interface ThresholdRule extends Abstaining {
  readonly threshold: number;
  /** The precision on the rows where it was chosen, as `chooseThreshold` returns it. For readers: it decides nothing. */
  readonly precision?: number | undefined;
  /** The recall on these rows. */
  readonly recall?: number | undefined;
}

/** The label with the smallest expected cost; the first in the order of the classes where several are equal. */
export interface CostRule<L extends string = string> extends Abstaining {
  /** `costs[actual][label]`: what it costs to say `label` where `actual` is right. That of a right label may be left out: 0. */
  readonly costs: Readonly<Record<L, Readonly<Partial<Record<L, number>>>>>;
}

/** The most probable label, unless its probability is below `abstainBelow`. */
export interface ConfidenceRule {
  readonly abstainBelow: number;
}

/** How the probabilities of a model become a label. A model without one says the most probable label. */
export type DecisionRule<L extends string = string> = ThresholdRule | CostRule<L> | ConfidenceRule;

/** A decision rule made ready for the classes of a model. */
export interface Decision {
  /** The index of the label, from the probabilities of one text, which begin at `from`. */
  decide(probabilities: ArrayLike<number>, from: number): number;
  /** Labels with a smaller probability are no decision; 0 for a rule that never abstains. */
  readonly abstainBelow: number;
}

/** What a decision depends on besides the probabilities. */
export interface Deciding<L extends string = string> {
  /** The label set, in code point order. */
  readonly classes: readonly L[];
  /** The positive class of two; required by a threshold. */
  readonly positive?: L | undefined;
  /** Default: the most probable label. */
  readonly decision?: DecisionRule<L> | undefined;
}

/**
 * Makes a decision rule ready. The one place in which probabilities become labels: evaluation, predictions, batches and
 * monitoring all use it.
 *
 * @throws `INVALID_OPTION` for a rule with unknown fields or without a field that decides, a probability that is not from 0 to 1,
 *         a positive class that is none of two, a threshold without a positive class, and a cost that is missing, below 0 or of
 *         a class that is none.
 * @example
 * const decision = createDecision({ classes: ["ham", "spam"], positive: "spam", decision: { threshold: 0.9 } });
 * decision.decide([0.2, 0.8], 0); // => 0
 */
export function createDecision<L extends string>({ classes, positive, decision }: Deciding<L>): Decision {
  const index = positive === undefined ? undefined : positiveIndex(classes, positive);
  if (decision !== undefined) assertDecisionRule(decision);
  const least = decision?.abstainBelow ?? 0;
  if (decision !== undefined && "threshold" in decision) {
    if (index === undefined) throw withoutPositive(decision.threshold);
    return { decide: byThreshold(index, decision.threshold), abstainBelow: least };
  }
  if (decision !== undefined && "costs" in decision) {
    return { decide: byCosts(costMatrix(classes, decision.costs)), abstainBelow: least };
  }
  return { decide: mostProbable(classes.length), abstainBelow: least };
}

/**
 * The index of the positive class among two.
 *
 * @throws `INVALID_OPTION` for more than two classes and for a name that is none of them.
 */
export function positiveIndex(classes: readonly string[], positive: string): number {
  const index = classes.length === 2 ? classes.indexOf(positive) : -1;
  if (index >= 0) return index;
  const expected = classes.length === 2 ? classes.join(" or ") : `two classes; there are ${classes.length}`;
  throw InvalidOption.create({ option: "positive", value: positive, expected });
}

/** `rows × rows` costs, row-major: `[actual * size + label]`. */
export function costMatrix(
  classes: readonly string[],
  costs: Readonly<Record<string, Readonly<Partial<Record<string, number>>>>>,
): Float64Array {
  assertObject("decision.costs", costs, "costs by the actual class");
  assertClasses("decision.costs", classes, costs);
  const size = classes.length;
  const matrix = new Float64Array(size * size);
  classes.forEach((actual, row) => {
    const ofActual = Object.hasOwn(costs, actual) ? costs[actual]! : {};
    assertClasses(`decision.costs.${actual}`, classes, ofActual);
    classes.forEach((label, column) => {
      const cost = Object.hasOwn(ofActual, label) ? ofActual[label] : undefined;
      if (cost === undefined ? row !== column : !(cost >= 0 && cost < Infinity)) {
        const option = `decision.costs.${actual}.${label}`;
        throw InvalidOption.create({ option, value: cost, expected: "a cost of 0 or more" });
      }
      matrix[row * size + column] = cost ?? 0;
    });
  });
  return matrix;
}

function assertClasses(option: string, classes: readonly string[], given: object): void {
  const other = Object.keys(given).find((name) => !classes.includes(name));
  if (other === undefined) return;
  throw InvalidOption.create({
    option,
    value: other,
    expected: `classes of the model: ${classes.join(", ")}`,
  });
}

/** A rule has at most one of these fields. */
const KINDS = ["threshold", "costs"] as const;
const PROBABILITIES = ["threshold", "abstainBelow", "precision", "recall"];

/** Refuses what is no decision rule; whether it fits the classes is checked by {@link createDecision}. @throws `INVALID_OPTION` */
export function assertDecisionRule(decision: DecisionRule): void {
  const isKind = (name: string) => (KINDS as readonly string[]).includes(name);
  const given = Object.entries(Object(decision));
  const fields = given.filter(([name, value]) => value !== undefined || isKind(name));
  const names = fields.map(([name]) => name);
  const kinds = names.filter(isKind).length;
  const unknown = names.find((name) => !isKind(name) && !PROBABILITIES.includes(name));
  if (unknown !== undefined) {
    const expected = `a field of a decision rule: ${[...new Set([...KINDS, ...PROBABILITIES])].join(", ")}`;
    assertArgument(`decision.${unknown}`, Reflect.get(decision, unknown), expected, false);
  }
  const notBoth = "one of them: a threshold decides between two classes, costs decide for any number";
  assertArgument("decision", kinds > 1 ? names.join(" and ") : decision, notBoth, kinds <= 1);
  const isRule = kinds === 1 || (kinds === 0 && names.includes("abstainBelow"));
  assertArgument("decision", decision, "a threshold, costs or abstainBelow", isRule);
  for (const [name, value] of fields) {
    if (name === "costs") continue;
    const belongs = name === "abstainBelow" || "threshold" in decision;
    const isKnown = belongs && PROBABILITIES.includes(name);
    const expected = isKnown ? "a number from 0 to 1" : "a field of a decision rule";
    const holds = isKnown && typeof value === "number" && value >= 0 && value <= 1;
    assertArgument(`decision.${name}`, value, expected, holds);
  }
}

function withoutPositive(threshold: number): Error {
  const expected = "given with `positive`, the class that it is about";
  return InvalidOption.create({ option: "decision.threshold", value: threshold, expected });
}

function byThreshold(positive: number, threshold: number): Decision["decide"] {
  return (p, from) => (p[from + positive]! >= threshold ? positive : 1 - positive);
}

/** The index of the largest of `size` probabilities; the first where several are equal. */
export function mostProbable(size: number): Decision["decide"] {
  return (p, from) => {
    let best = 0;
    for (let c = 1; c < size; c++) if (p[from + c]! > p[from + best]!) best = c;
    return best;
  };
}

function byCosts(costs: Float64Array): Decision["decide"] {
  const size = Math.sqrt(costs.length);
  return (p, from) => {
    let best = 0;
    let least = Infinity;
    for (let label = 0; label < size; label++) {
      let cost = 0;
      for (let actual = 0; actual < size; actual++) cost += p[from + actual]! * costs[actual * size + label]!;
      if (cost < least) {
        least = cost;
        best = label;
      }
    }
    return best;
  };
}
