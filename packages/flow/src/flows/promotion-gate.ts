import { InvalidOption } from "@imdb/core";

/** What must hold for a new model to replace the one in service. */
export interface GateRule<M> {
  /** What is compared, as the decision names it: `"accuracy"`. */
  readonly name: string;
  readonly value: (metrics: M) => number;
  /** Default `true`; `false` for losses and latencies. */
  readonly greaterIsBetter?: boolean;
  /** The worst value that is acceptable, whatever is in service. */
  readonly threshold?: number;
  /**
   * By how much it must be better than what is in service; negative allows it to be worse by as much. Without
   * a model in service the rule holds.
   */
  readonly improvement?: number;
}

/** Whether a model goes into service, and why. */
export interface PromotionDecision {
  readonly promoted: boolean;
  /** One sentence a rule, in their order. */
  readonly reasons: readonly string[];
}

/** Decides about a new model's metrics, given those of the one in service. */
export type Gate<M> = (candidate: M, inService: M | undefined) => PromotionDecision;

/**
 * A promotion gate: the new model goes into service when every rule holds. A value that is not a number breaks
 * its rule.
 *
 * @throws `INVALID_OPTION` when there are no rules: a gate that lets everything through is no gate.
 * @example
 * const gate = promotionGate([{ name: "accuracy", value: (m: { accuracy: number }) => m.accuracy, threshold: 0.9, improvement: 0 }]);
 * gate({ accuracy: 0.91 }, { accuracy: 0.92 }).promoted; // => false
 */
export function promotionGate<M>(rules: readonly GateRule<M>[]): Gate<M> {
  if (rules.length === 0) {
    throw InvalidOption.create({ option: "rules", value: "[]", expected: "at least one rule" });
  }
  return (candidate, inService) => {
    const verdicts = rules.map((rule) => judge(rule, candidate, inService));
    return {
      promoted: verdicts.every((verdict) => verdict.holds),
      reasons: verdicts.map((verdict) => verdict.reason),
    };
  };
}

function judge<M>(rule: GateRule<M>, candidate: M, inService: M | undefined) {
  const { name, value, greaterIsBetter = true, threshold, improvement } = rule;
  const own = value(candidate);
  const least = improvement === undefined || inService === undefined ? undefined : value(inService);
  const limits = [
    ...(threshold === undefined ? [] : [{ limit: threshold, what: "threshold" }]),
    ...(least === undefined
      ? []
      : [{ limit: least + (greaterIsBetter ? improvement! : -improvement!), what: "model in service" }]),
  ];
  const broken = limits.filter(({ limit }) => !(greaterIsBetter ? own >= limit : own <= limit));
  const bound = greaterIsBetter ? "at least" : "at most";
  if (Number.isNaN(own)) return { holds: false, reason: `${name} is not a number` };
  if (broken.length === 0) return { holds: true, reason: `${name} ${own} passes` };
  const asked = broken.map(({ limit, what }) => `${bound} ${limit} (${what})`).join(" and ");
  return { holds: false, reason: `${name} is ${own}, asked is ${asked}` };
}
