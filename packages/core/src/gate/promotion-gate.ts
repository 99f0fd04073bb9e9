import { InvalidOption } from "../errors/codes.js";
import {
  checkOption,
  flag,
  listOf,
  oneOf,
  optional,
  optionsOf,
  rule,
  text,
  within,
} from "../options/index.js";

/** The decision of a gate, with its reasons. */
export interface GateDecision {
  readonly passed: boolean;
  /** One sentence for each rule, in order. */
  readonly reasons: readonly string[];
}

/**
 * The classes, of two, that the precision, recall and F1 of two models are about. `null`: they are means over more than two
 * classes.
 */
export interface PositiveClasses {
  /** Default: what the metrics say in their field `positive`, as an evaluation and the result of `evaluationMetrics` do. */
  readonly candidate?: string | null | undefined;
  readonly inService?: string | null | undefined;
}

/**
 * Decides whether a new model may replace the one in service, by the metrics of both.
 *
 * @param inService  The metrics of the model in service; `undefined` where there is none.
 * @param positive   The positive classes of both, where they are known and the metrics do not have them.
 */
export type Gate<M> = (
  candidate: M,
  inService: M | undefined,
  positive?: PositiveClasses,
) => GateDecision | Promise<GateDecision>;

/** A condition for a new model to replace the one in service. */
export interface GateRule<M> {
  /** The name of the value in the reasons: `"accuracy"`. */
  readonly name: string;
  /** Reads the value to compare. A value that is missing or not finite fails the rule. */
  readonly value: (metrics: M) => number | undefined;
  /** Default `true`; `false` for losses and latencies. */
  readonly greaterIsBetter?: boolean;
  /** The worst value that is accepted, independent of the model in service. */
  readonly threshold?: number;
  /**
   * The least improvement over the model in service; a negative number allows a worse value. Without a model in service
   * the rule passes.
   */
  readonly improvement?: number;
}

const finite = rule<number>("a finite number", Number.isFinite);
const gateRule = optionsOf<GateRule<unknown>, "threshold" | "improvement">({
  name: text,
  value: rule<GateRule<unknown>["value"]>("a function", (value) => typeof value === "function"),
  greaterIsBetter: [true, flag],
  threshold: optional(finite),
  improvement: optional(finite),
});

/**
 * A promotion gate: the new model passes when every rule holds.
 *
 * Metrics of models with different positive classes are not compared: a rule with `improvement` does not hold then. A figure is
 * compared only where both models say what they are about, in the field `positive` of the metrics or in the third argument of
 * the gate (`null`: all classes), or where the name of the rule says that it is about all classes: `accuracy`,
 * `test/balancedAccuracy`, `rocAuc`, `logLoss`, `brier`, `matthewsCorrelation`, `coverage`, `macro_f1`, a duration or a size.
 *
 * @throws `INVALID_OPTION` when there are no rules, or one without a threshold and an improvement: such a gate would pass
 *         every model.
 * @example
 * const gate = promotionGate([{ name: "accuracy", value: (m: { accuracy: number }) => m.accuracy, threshold: 0.9, improvement: 0 }]);
 * gate({ accuracy: 0.91 }, { accuracy: 0.92 }).passed; // => false
 */
export function promotionGate<M>(
  rules: readonly GateRule<M>[],
): (candidate: M, inService: M | undefined, positive?: PositiveClasses) => GateDecision {
  checkOption(
    "rules",
    rules,
    listOf(
      rule<GateRule<M>>("a rule", (one) => typeof one === "object"),
      1,
    ),
  );
  for (const one of rules) {
    gateRule.resolve(one as GateRule<unknown>);
    if (one.threshold !== undefined || one.improvement !== undefined) continue;
    throw InvalidOption.create({
      option: one.name,
      value: one,
      expected: "a threshold, an improvement or both",
    });
  }
  return (candidate, inService, { candidate: own, inService: other } = {}) => {
    const classes = {
      candidate: own === undefined ? positiveOf(candidate) : own,
      inService: other === undefined ? positiveOf(inService) : other,
    };
    const verdicts = rules.map((rule) => judge(rule, candidate, inService, classes));
    return {
      passed: verdicts.every((verdict) => verdict.holds),
      reasons: verdicts.map((verdict) => verdict.reason),
    };
  };
}

/**
 * A gate of one rule: a metric must be at least `gain` better than that of the model in service.
 *
 * @param metric  Higher is better unless `direction` is `"minimize"`.
 * @param gain    0 or more, in units of the metric.
 * @example
 * minimumGain("accuracy", 0.01)({ accuracy: 0.9 }, { accuracy: 0.88 }).passed; // => true
 */
export function minimumGain(
  metric: string,
  gain: number,
  direction: "maximize" | "minimize" = "maximize",
): (
  candidate: Readonly<Record<string, number>>,
  inService: Readonly<Record<string, number>> | undefined,
  positive?: PositiveClasses,
) => GateDecision {
  return promotionGate<Readonly<Record<string, number>>>([
    {
      name: metric,
      value: (metrics) => (Object.hasOwn(metrics, metric) ? metrics[metric] : undefined),
      greaterIsBetter: checkOption("direction", direction, oneOf("maximize", "minimize")) === "maximize",
      improvement: checkOption("gain", gain, within(0, Infinity)),
    },
  ]);
}

/**
 * The figures that are about all classes, in lower case without signs. The area under the ROC curve is the same for both classes
 * of two. Of any other figure nobody knows it: `tpr`, `ppv` and `f2` are about one class, and there is no end of such names.
 */
const OF_ALL_CLASSES =
  /^(?:(?:balanced)?acc(?:uracy)?|errorrate|rocauc|auroc|logloss|crossentropy|brier(?:score)?|loss|mcc|matthews(?:correlation)?|cohenkappa|kappa|coverage|abstained(?:share)?|(?:latency|duration|time|seconds|ms|bytes|size)(?:ms|seconds|p50|p95|p99)?)$/;
const MEAN_OF_CLASSES = /^(?:macro|micro|weighted)$/;
/** What stands before a metric: the part of the data. */
const PART_OF_DATA = /^(?:train|training|validation|val|valid|test|eval|cv|mean)[^a-z0-9]+/i;

/** Whether a metric is known to be about all classes, by its name. */
function isOfAllClasses(name: string): boolean {
  const metric = name.replace(PART_OF_DATA, "");
  const words = metric.toLowerCase().split(/[^a-z0-9]+/);
  return OF_ALL_CLASSES.test(words.join("")) || words.some((word) => MEAN_OF_CLASSES.test(word));
}

/** The positive class that metrics are about, as they say it: `null` for means over more than two classes. */
function positiveOf(metrics: unknown): string | null | undefined {
  const { positive, average } = Object(metrics) as {
    readonly positive?: unknown;
    readonly average?: unknown;
  };
  if (typeof positive === "string" || positive === null) return positive;
  return average === "macro" ? null : undefined;
}

/** Why a metric of two models cannot be compared; `undefined` where it can. */
function otherClass(name: string, { candidate, inService }: PositiveClasses): string | undefined {
  const known = candidate !== undefined && inService !== undefined;
  if (known ? candidate === inService : isOfAllClasses(name)) return undefined;
  const said = (positive: string | null | undefined) =>
    positive === undefined
      ? "names no positive class"
      : `is about ${positive === null ? "more than two classes" : JSON.stringify(positive)}`;
  const remedy = known ? "" : "; say it as positive, which is null for a figure about all classes";
  return `${name} cannot be compared: the new model ${said(candidate)}, the model in service ${said(inService)}${remedy}`;
}

function judge<M>(rule: GateRule<M>, candidate: M, inService: M | undefined, classes: PositiveClasses) {
  const { name, value, greaterIsBetter = true, threshold, improvement } = rule;
  const own = value(candidate);
  if (isMissing(own)) return { holds: false, reason: `${name} is missing or not a number` };
  const limits = threshold === undefined ? [] : [{ limit: threshold, what: "threshold" }];
  if (improvement !== undefined && inService !== undefined) {
    const reason = otherClass(name, classes);
    if (reason !== undefined) return { holds: false, reason };
    const bar = value(inService);
    if (isMissing(bar))
      return { holds: false, reason: `the model in service has no ${name} to compare with` };
    limits.push({
      limit: bar + (greaterIsBetter ? improvement : -improvement),
      what: "model in service",
    });
  }
  const broken = limits.filter(({ limit }) => !(greaterIsBetter ? own >= limit : own <= limit));
  if (broken.length === 0) return { holds: true, reason: `${name} ${own} passes` };
  const bound = greaterIsBetter ? "at least" : "at most";
  const asked = broken.map(({ limit, what }) => `${bound} ${limit} (${what})`).join(" and ");
  return { holds: false, reason: `${name} is ${own}, asked is ${asked}` };
}

/** Checks the type too: JSON has `null` for NaN, and a file may contain text. */
function isMissing(value: number | undefined): value is undefined {
  return !Number.isFinite(value);
}
