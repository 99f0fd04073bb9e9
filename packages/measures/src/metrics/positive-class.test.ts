import { type DecisionRule, ImdbError, seededRandom } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapIntervals } from "../intervals/bootstrap-intervals.js";
import { evaluateProbabilities } from "./evaluate-probabilities.js";
import { evaluationMetrics } from "./evaluation.js";
import golden from "./golden/metrics.json" with { type: "json" };

const SCORES_OF_ONE_CLASS = [
  "precision",
  "recall",
  "f1",
  "averagePrecision",
  "expectedCalibrationError",
] as const;

/** Rows of two classes, the positive one named `names.positive`, with the classes in code point order. */
function rowsOf(names: { readonly positive: string; readonly other: string }, rows: readonly Row[]) {
  const classes = [names.positive, names.other].sort();
  const at = classes.indexOf(names.positive);
  const probabilities = new Float64Array(2 * rows.length);
  rows.forEach(({ p }, row) => {
    probabilities[2 * row + at] = p;
    probabilities[2 * row + 1 - at] = 1 - p;
  });
  const actual = Int32Array.from(rows, ({ isPositive }) => (isPositive ? at : 1 - at));
  return { classes, probabilities, actual };
}

interface Row {
  readonly p: number;
  readonly isPositive: boolean;
}

// A probability of exactly one half is a tie, which goes to the first class in the order, as in scikit-learn.
const row = fc.record({
  p: fc.integer({ min: 0, max: 1001 }).map((share) => share / 1001),
  isPositive: fc.boolean(),
});
const rows = fc.array(row, { minLength: 1, maxLength: 60 });
const rules: readonly (DecisionRule | undefined)[] = [
  undefined,
  { threshold: 0.3 },
  { threshold: 0.3, abstainBelow: 0.65 },
  { abstainBelow: 0.9 },
];
const [ORDERED, MIRRORED] = [
  { positive: "zzz_fraud", other: "aaa_ok" },
  { positive: "aaa_fraud", other: "zzz_ok" },
];

describe.each(rules)(
  "with the decision rule %o, new names that turn the order of the labels around",
  (decision) => {
    test("change no figure about the positive class", () => {
      fc.assert(
        fc.property(rows, (given) => {
          const [one, other] = [ORDERED, MIRRORED].map((names) => {
            const { classes, probabilities, actual } = rowsOf(names, given);
            const options = { positive: names.positive, decision };
            return evaluateProbabilities(classes, probabilities, actual, options);
          });
          for (const name of [
            ...SCORES_OF_ONE_CLASS,
            "rocAuc",
            "accuracy",
            "coverage",
            "abstained",
          ] as const) {
            expect(one![name], name).toBe(other![name]);
          }
          expect(one!.logLoss).toBe(other!.logLoss);
          expect(one!.brier).toBeCloseTo(other!.brier, 12);
          expect(one!.perClass.map(({ label: _, ...scores }) => scores)).toEqual(
            other!.perClass.map(({ label: _, ...scores }) => scores).reverse(),
          );
        }),
      );
    });

    test("change no interval of one", () => {
      const random = seededRandom(5);
      const given = Array.from({ length: 80 }, () => {
        const p = random.next();
        return { p, isPositive: random.next() < p };
      });
      const [one, other] = [ORDERED, MIRRORED].map((names) => {
        const { classes, probabilities, actual } = rowsOf(names, given);
        return bootstrapIntervals(classes, probabilities, actual, {
          positive: names.positive,
          decision,
          resamples: 100,
        });
      });
      for (const name of ["accuracy", "precision", "recall", "f1", "rocAuc", "logLoss"]) {
        expect(one![name], name).toBeDefined();
        expect(one![name], name).toEqual(other![name]);
      }
    });
  },
);

describe("two classes without a positive one", () => {
  const { probabilities, actual } = golden.cases.find(({ classes }) => classes === 2)!;
  const [p, codes] = [Float64Array.from(probabilities), Int32Array.from(actual)];
  const classes = ["fraud", "legit"];
  const without = evaluateProbabilities(classes, p, codes);
  const about = evaluateProbabilities(classes, p, codes, { positive: "legit" });

  test("have no figure about one of them, and the warning says how to name it", () => {
    for (const name of SCORES_OF_ONE_CLASS) expect(without).not.toHaveProperty(name);
    expect(without.positive).toBeUndefined();
    expect(without.warnings.join()).toContain("option positive (fraud or legit)");
    expect(about.warnings.join()).not.toContain("positive");
  });

  test("have all others", () => {
    const { positive: _, warnings: __, ...all } = about;
    for (const name of SCORES_OF_ONE_CLASS) delete all[name];
    const { warnings: ___, ...others } = without;
    expect(others).toEqual(all);
    expect(evaluationMetrics(without)).toMatchObject({ accuracy: about.accuracy, rocAuc: about.rocAuc });
  });

  test("have no intervals of such figures", () => {
    const names = Object.keys(bootstrapIntervals(classes, p, codes, { resamples: 10 }));
    expect(names.sort()).toEqual(["accuracy", "brier", "logLoss", "rocAuc"]);
  });
});

describe("a rule that abstains", () => {
  const classes = ["ham", "spam"];
  const p = Float64Array.of(0.05, 0.95, 0.4, 0.6, 0.9, 0.1, 0.55, 0.45);
  const actual = Int32Array.of(1, 0, 0, 0);
  const decision = { abstainBelow: 0.7 };

  test("leaves its rows out of the metrics of labels, and says how many there are", () => {
    const evaluation = evaluateProbabilities(classes, p, actual, { positive: "spam", decision });
    const all = evaluateProbabilities(classes, p, actual, { positive: "spam" });
    expect(evaluation).toMatchObject({ coverage: 0.5, abstained: 2, rows: 4, accuracy: 1, precision: 1 });
    expect(evaluation.confusionMatrix).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(evaluation).toMatchObject({ positive: "spam", decision });
    expect([evaluation.logLoss, evaluation.rocAuc]).toEqual([all.logLoss, all.rocAuc]);
    expect([all.accuracy, "coverage" in all]).toEqual([0.75, false]);
  });

  test("that abstains in every row has no metrics of labels, which is not 0", () => {
    const evaluation = evaluateProbabilities(classes, p, actual, {
      positive: "spam",
      decision: { abstainBelow: 0.99 },
    });
    expect(Object.keys(evaluationMetrics(evaluation)).sort()).toEqual([
      "averagePrecision",
      "brier",
      "coverage",
      "expectedCalibrationError",
      "logLoss",
      "rocAuc",
    ]);
    expect(evaluation).toMatchObject({ coverage: 0, abstained: 4, perClass: [] });
    expect(evaluation.warnings.join()).toContain("abstains in every row");
    const intervals = bootstrapIntervals(classes, p, actual, { decision: { abstainBelow: 0.99 } });
    expect(Object.keys(intervals)).not.toContain("accuracy");
  });

  test("of three classes has the mean over the decided rows", () => {
    const three = Float64Array.of(0.8, 0.1, 0.1, 0.4, 0.3, 0.3, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8);
    const codes = Int32Array.of(0, 1, 1, 2);
    const evaluation = evaluateProbabilities(["a", "b", "c"], three, codes, {
      decision: { abstainBelow: 0.5 },
    });
    expect(evaluation).toMatchObject({ average: "macro", accuracy: 1, f1: 1, coverage: 0.75 });
  });
});

test.each([
  ["a positive class that is none of two", ["a", "b"], { positive: "c" }],
  ["a positive class of three", ["a", "b", "c"], { positive: "a" }],
  ["a threshold without a positive class", ["a", "b"], { decision: { threshold: 0.5 } }],
  ["an option that does not exist", ["a", "b"], { positiv: "a" }],
  ["a decision rule with a misspelt field", ["a", "b"], { decision: { abstainBellow: 0.5 } }],
] as const)("%s is refused", (_, classes, options) => {
  const p = new Float64Array(classes.length).fill(1 / classes.length);
  for (const work of [evaluateProbabilities, bootstrapIntervals]) {
    let refusal: unknown;
    try {
      work(classes, p, Int32Array.of(0), options as object);
    } catch (error) {
      refusal = error;
    }
    expect(ImdbError.isInstance(refusal) && refusal.code).toBe("INVALID_OPTION");
  }
});
