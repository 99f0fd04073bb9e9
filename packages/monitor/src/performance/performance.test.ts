import { seededRandom } from "@imdb/core";
import { fitIsotonic, isotonicAt } from "@imdb/measures";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calibrationDrift,
  createProfile,
  estimatePerformance,
  joinLabels,
  type Outcome,
  performanceMetrics,
  performanceOverTime,
  wilson,
} from "../index.js";
import golden from "./golden/performance.json" with { type: "json" };

const binary: Outcome[] = golden.binary.score.map((p, i) => ({
  label: p > 0.5 ? "pos" : "neg",
  probabilities: { neg: 1 - p, pos: p },
  actual: golden.binary.truth[i] === 1 ? "pos" : "neg",
}));

const multi: Outcome[] = golden.multi.probabilities.map(([a, b, c], i) => ({
  label: a! >= b! && a! >= c! ? "a" : b! >= c! ? "b" : "c",
  probabilities: { a: a!, b: b!, c: c! },
  actual: "abc"[golden.multi.truth[i]!]!,
}));

describe("performanceMetrics, as in scikit-learn", () => {
  test("two classes", () => {
    const m = performanceMetrics(binary, { positive: "pos" });
    expect(m.accuracy?.value).toBeCloseTo(golden.binary.accuracy, 12);
    expect(m.f1?.value).toBeCloseTo(golden.binary.f1, 12);
    expect(m.rocAuc?.value).toBeCloseTo(golden.binary.rocAuc, 12);
    expect(m.logLoss).toBeCloseTo(golden.binary.logLoss, 9);
    expect(m.brier).toBeCloseTo(golden.binary.brier, 12);
  });

  test("three classes", () => {
    const m = performanceMetrics(multi);
    expect(m.accuracy?.value).toBeCloseTo(golden.multi.accuracy, 12);
    expect(m.f1?.value).toBeCloseTo(golden.multi.f1, 12);
    expect(m.rocAuc?.value).toBeCloseTo(golden.multi.rocAuc, 12);
  });

  test.each(golden.wilson)("Wilson's interval of $k in $n", ({ k, n, interval }) => {
    const { low, high } = wilson(k, n);
    expect(low).toBeCloseTo(interval[0]!, 12);
    expect(high).toBeCloseTo(interval[1]!, 12);
  });

  test("isotonic regression", () => {
    const { shares, weights, fitted } = golden.isotonic;
    const curve = fitIsotonic([...shares.keys()], shares, weights);
    fitted.forEach((value, i) => {
      expect(isotonicAt(curve, i)).toBeCloseTo(value, 12);
    });
  });

  test("no labels, one class and an empty window", () => {
    expect(performanceMetrics([])).toMatchObject({ count: 0, labelled: 0, accuracy: null, rocAuc: null });
    const unlabelled = binary.map(({ label, probabilities }) => ({ label, probabilities }));
    expect(performanceMetrics(unlabelled)).toMatchObject({ count: 400, labelled: 0, accuracy: null });
    const one = binary.filter((o) => o.actual === "pos");
    expect(performanceMetrics(one)).toMatchObject({ labelled: one.length, rocAuc: null });
  });

  test("every interval contains its value", () => {
    const outcome = fc.record({
      p: fc.double({ min: 0, max: 1, noNaN: true }),
      actual: fc.constantFrom("neg", "pos"),
    });
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 50 }), (rows) => {
        const m = performanceMetrics(
          rows.map(({ p, actual }) => ({
            label: p > 0.5 ? "pos" : "neg",
            probabilities: { neg: 1 - p, pos: p },
            actual,
          })),
          { positive: "pos" },
        );
        for (const e of [m.accuracy, m.f1, m.rocAuc]) {
          if (!e || e.low === null || e.high === null) continue;
          expect(e.low).toBeLessThanOrEqual(e.value + 1e-12);
          expect(e.high).toBeGreaterThanOrEqual(e.value - 1e-12);
        }
      }),
    );
  });
});

describe("joinLabels", () => {
  test("late, repeated, conflicting and unmatched labels", () => {
    const records = [{ id: "a" }, { id: "b" }, { id: "c", actual: "old" }, { id: "a" }];
    const joined = joinLabels(records, [
      { id: "a", actual: "pos", time: "2024-01-02T00:00:00Z" },
      { id: "a", actual: "neg", time: "2024-01-01T00:00:00Z" },
      { id: "c", actual: "new" },
      { id: "c", actual: "new" },
      { id: "zzz", actual: "pos" },
    ]);
    expect(joined.records).toEqual([
      { id: "a", actual: "pos" },
      { id: "b" },
      { id: "c", actual: "new" },
      { id: "a", actual: "pos" },
    ]);
    expect(joined).toMatchObject({ joined: 3, unmatched: ["zzz"], conflicting: ["a"] });
  });
});

describe("performanceOverTime", () => {
  const day = 86_400_000;
  const records = (accuracy: readonly number[]) =>
    accuracy.flatMap((share, d) =>
      Array.from({ length: 400 }, (_, i) => ({
        time: new Date(Date.UTC(2024, 0, 1 + d, 0, i % 1440)).toISOString(),
        label: "pos",
        probabilities: { neg: 0.2, pos: 0.8 },
        actual: i < share * 400 ? "pos" : "neg",
      })),
    );
  const reference = { right: 22_600, count: 25_000 };

  test("finds the window whose accuracy has dropped and no other, in any order of the records", () => {
    const all = records([0.905, 0.9, 0.82, 0.91]);
    const windows = performanceOverTime({ records: all, windowMs: day, reference });
    expect(windows.map((w) => w.dropped)).toEqual([false, false, true, false]);
    expect(windows[0]).toMatchObject({
      start: "2024-01-01T00:00:00.000Z",
      end: "2024-01-02T00:00:00.000Z",
      labelled: 400,
    });
    const backwards = performanceOverTime({ records: [...all].reverse(), windowMs: day, reference });
    const verdicts = (list: typeof windows) =>
      list.map((w) => [w.start, w.labelled, w.accuracy, w.dropPValue]);
    expect(verdicts(backwards)).toEqual(verdicts(windows));
  });

  test("an invalid time is refused by name", () => {
    const broken = [{ ...records([1])[0]!, time: "yesterday" }];
    expect(() => performanceOverTime({ records: broken, windowMs: day, reference })).toThrow(
      /records\[0\]\.time/,
    );
  });
});

/** Outcomes whose probabilities are right, and then stated as too sure. */
function drawn(n: number, seed: number, positives: number, sure = 1): Outcome[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => {
    const truth = random.next() < positives;
    // Two normal scores, one apart on either side of 0: the posterior at equal shares is logistic in 2x.
    const x = random.normal() + (truth ? 1 : -1);
    const p = 1 / (1 + Math.exp(-2 * x * sure));
    return {
      label: p > 0.5 ? "pos" : "neg",
      probabilities: { neg: 1 - p, pos: p },
      actual: truth ? "pos" : "neg",
    };
  });
}

const profileOf = (outcomes: readonly Outcome[]) =>
  createProfile(
    outcomes.map(() => null),
    { predictions: outcomes },
  );

describe("estimatePerformance", () => {
  const reference = profileOf(drawn(20_000, 1, 0.5, 2));

  test.each([0.5, 0.3, 0.8])(
    "is within 1.5 points of the true accuracy when %d of a window are positive",
    (positives) => {
      const window = drawn(10_000, 2, positives, 2);
      const truth = performanceMetrics(window, { positive: "pos" });
      const estimate = estimatePerformance({
        reference,
        records: window.map(({ actual: _, ...o }) => o),
        positive: "pos",
      });
      expect(Math.abs(estimate.accuracy!.value - truth.accuracy!.value)).toBeLessThan(0.015);
      expect(Math.abs(estimate.f1! - truth.f1!.value)).toBeLessThan(0.025);
      expect(Math.abs(estimate.rocAuc! - truth.rocAuc!.value)).toBeLessThan(0.025);
      expect(estimate.labelShares[1]!.share).toBeCloseTo(positives, 1);
    },
  );

  test("an empty window has no estimate; a reference without labels is refused", () => {
    expect(estimatePerformance({ reference, records: [] })).toMatchObject({ count: 0, accuracy: null });
    const unlabelled = createProfile(["a"], {
      predictions: [{ label: "pos", probabilities: { neg: 0.1, pos: 0.9 } }],
    });
    expect(() => estimatePerformance({ reference: unlabelled, records: binary })).toThrow(
      expect.objectContaining({ code: "REFERENCE_WITHOUT_LABELS" }),
    );
  });
});

describe("calibrationDrift", () => {
  const reference = profileOf(drawn(40_000, 1, 0.5));

  test("accepts the same calibration and finds an overconfident model", () => {
    expect(calibrationDrift(reference, profileOf(drawn(2000, 5, 0.5))).map((c) => c.drifted)).toEqual([
      false,
      false,
    ]);
    const sure = calibrationDrift(reference, profileOf(drawn(2000, 6, 0.5, 2.5)));
    expect(sure.map((c) => c.drifted)).toEqual([true, true]);
    expect(sure[1]!.currentError).toBeGreaterThan(sure[1]!.referenceError! * 2);
  });

  test("has the false alarm rate of its significance", () => {
    let alarms = 0;
    for (let seed = 100; seed < 300; seed++) {
      if (calibrationDrift(reference, profileOf(drawn(500, seed, 0.5)))[1]!.drifted) alarms++;
    }
    // 10 of 200 expected; more than 21 has a chance under 0.1 %.
    expect(alarms).toBeLessThan(22);
  });

  test("without labels there is no p-value", () => {
    const few = calibrationDrift(reference, profileOf(drawn(3, 1, 0.5)));
    expect(few[0]).toMatchObject({ pValue: null, drifted: false });
  });
});
