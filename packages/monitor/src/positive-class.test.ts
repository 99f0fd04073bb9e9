import { writeFile } from "node:fs/promises";
import { seededRandom } from "@imdb/core";
import { describe, expect, test } from "vitest";
import {
  calibrationDrift,
  createProfile,
  driftReport,
  estimatePerformance,
  evaluateAlertRules,
  figuresOf,
  mergeProfiles,
  monitoringHtml,
  type Outcome,
  performanceMetrics,
  performanceOverTime,
  prometheusGauges,
  runSuite,
  suiteFromReference,
  windowReport,
} from "./index.js";
import { watch } from "./node/index.js";
import { lines, records, START, watchedFolder } from "./testing/watched-log.js";

const { path, options } = watchedFolder();

/** Outcomes of a model with one positive class in five, whose recall is below its precision. */
function outcomesOf(positive: string, other: string, rows = 400): Outcome[] {
  const random = seededRandom(9);
  return Array.from({ length: rows }, () => {
    const isPositive = random.next() < 0.2;
    const p = isPositive ? 0.2 + 0.8 * random.next() : 0.52 * random.next();
    return {
      label: p >= 0.5 ? positive : other,
      probabilities: { [positive]: p, [other]: 1 - p },
      actual: isPositive ? positive : other,
    };
  });
}

const ORDERED = ["zzz_fraud", "aaa_ok"] as const;
const MIRRORED = ["aaa_fraud", "zzz_ok"] as const;
const both = <T>(work: (positive: string, outcomes: Outcome[]) => T) =>
  [ORDERED, MIRRORED].map(([positive, other]) => work(positive, outcomesOf(positive, other))) as [T, T];
const profileOf = (predictions: readonly Outcome[], positive?: string) =>
  createProfile(
    predictions.map(() => null),
    { predictions, positive },
  );
const named = (positive: string) => positive.replace(/^..._/, "");

describe("labels whose order turns around change no figure about the positive class", () => {
  test("of performance, estimated performance and performance over time", () => {
    const [one, other] = both((positive, outcomes) => {
      const reference = profileOf(outcomes, positive);
      const { positive: _, logLoss, brier, ...metrics } = performanceMetrics(outcomes, { positive });
      const timed = outcomes.map((outcome) => ({ ...outcome, time: new Date(START).toISOString() }));
      const over = { windowMs: 1000, reference: { right: 300, count: 400 }, positive };
      const estimate = estimatePerformance({ reference, records: outcomes });
      return {
        metrics,
        losses: [logLoss, brier],
        f1: performanceOverTime({ records: timed, ...over })[0]!.f1,
        estimate: [estimate.f1, estimate.accuracy?.value, estimate.rocAuc],
      };
    });
    expect(one.metrics).toEqual(other.metrics);
    expect(one.f1).toEqual(other.f1);
    one.losses.forEach((loss, i) => void expect(loss).toBeCloseTo(other.losses[i]!, 12));
    one.estimate.forEach((value, i) => void expect(value).toBeCloseTo(other.estimate[i]!, 9));
  });

  test("of figures, alerts, gauges, suites and the page", () => {
    const [one, other] = both((positive, outcomes) => {
      const reference = profileOf(outcomes, positive);
      const missed = outcomes.map((outcome, i) =>
        outcome.actual === positive && i % 3 > 0
          ? { ...outcome, label: ORDERED.includes(positive as never) ? ORDERED[1] : MIRRORED[1] }
          : outcome,
      );
      const profile = profileOf(missed, positive);
      const report = windowReport({ start: START, end: START + 1000, profile }, reference);
      const rules = [
        { name: "recall", figure: "recall", healthy: { gte: 0.5 }, severity: "critical" as const },
        { name: "precision", figure: "precision", healthy: { gte: 0.5 }, severity: "critical" as const },
      ];
      const { alerts } = evaluateAlertRules(report, reference, rules, new Map());
      const suite = suiteFromReference(reference);
      const { results } = runSuite({ suite, current: profile, reference, drift: report.drift });
      const figures = figuresOf(profile);
      const page = monitoringHtml([report]);
      return {
        figures: ["precision", "recall", "f1", "accuracy", `column.score.${positive}.mean`].map((name) =>
          figures.get(name),
        ),
        alerts: alerts.map(({ rule, state, value }) => [rule, state, value]),
        failed: results.filter(({ status }) => status === "fail").map(({ figure }) => figure),
        gauges: prometheusGauges(report)
          .split("\n")
          .filter((line) => /^imdb_monitor_(precision|recall|f1)/.test(line))
          .map((line) => line.replace(positive, named(positive))),
        tiles: new RegExp(`latest recall of ${positive}`).test(page) && page.includes(`F1 of ${positive}`),
      };
    });
    expect(one).toEqual(other);
    expect(one.figures.every((value) => typeof value === "number")).toBe(true);
    expect(one.alerts.map(([rule]) => rule)).toEqual(["recall"]);
    expect(one.failed).toEqual(expect.arrayContaining(["recall", "f1"]));
    expect(one.gauges).toHaveLength(3);
    expect(one.tiles).toBe(true);
  });
});

describe("without a positive class", () => {
  const outcomes = outcomesOf("fraud", "legit");

  test("a figure about one class of two is not there, and a finding says why", () => {
    const metrics = performanceMetrics(outcomes);
    expect(metrics).toMatchObject({ f1: null, calibrationError: null, positive: null });
    expect(metrics.findings.join()).toContain("fraud or legit");
    expect(metrics.rocAuc).toMatchObject({ low: null, high: null });
    expect(metrics.rocAuc!.value).toBe(performanceMetrics(outcomes, { positive: "fraud" }).rocAuc!.value);
    expect(performanceMetrics(outcomes, { positive: "fraud" }).findings).toEqual([]);
    const estimate = estimatePerformance({ reference: profileOf(outcomes), records: outcomes });
    expect(estimate.f1).toBeNull();
    expect(estimate.findings.join()).toContain("fraud or legit");
  });

  test("a window has no such figures, and a rule or a test of one is refused", () => {
    const profile = profileOf(outcomes);
    const report = windowReport({ start: 0, end: 1, profile }, profile);
    expect(report.positive).toBeNull();
    expect(figuresOf(profile).has("recall")).toBe(false);
    const rule = { name: "r", figure: "recall", healthy: { gte: 0.5 }, severity: "info" as const };
    expect(() => evaluateAlertRules(report, profile, [rule], new Map())).toThrow(
      /rules\[0\]\.figure.*positive/,
    );
    const suite = { schemaVersion: 1, tests: [{ figure: "recall", condition: { gte: 0.5 } }] };
    expect(() => runSuite({ suite, current: profile })).toThrow(
      expect.objectContaining({ code: "UNKNOWN_FIGURE" }),
    );
  });

  test("profiles about other classes are not merged, and a misspelt class is refused", () => {
    expect(() => mergeProfiles(profileOf(outcomes, "fraud"), profileOf(outcomes, "legit"))).toThrow(
      expect.objectContaining({ code: "PROFILE_MISMATCH" }),
    );
    expect(mergeProfiles(profileOf(outcomes, "fraud"), profileOf(outcomes, "fraud")).positive).toBe("fraud");
    expect(() => profileOf(outcomes, "frod")).toThrow(/fraud, legit/);
  });
});

test("profiles about other classes are compared by no report and no suite", () => {
  const [positive, other] = ORDERED;
  const outcomes = outcomesOf(positive, other);
  const [reference, current] = [profileOf(outcomes, positive), profileOf(outcomes, other)];
  const suite = suiteFromReference(reference);
  const mismatch = expect.objectContaining({ code: "PROFILE_MISMATCH" });
  expect(() => driftReport({ reference, current })).toThrow(mismatch);
  expect(() => calibrationDrift(reference, current)).toThrow(mismatch);
  expect(() => runSuite({ suite, reference, current })).toThrow(mismatch);
  const drift = driftReport({ reference, current: reference });
  expect(runSuite({ suite, reference, current: reference, drift }).status).toBe("pass");
});

describe("a prediction that abstains", () => {
  const decided = outcomesOf("fraud", "legit").map((outcome) => ({ ...outcome, abstained: false }));
  const unsure = outcomesOf("fraud", "legit", 100).map((outcome) => ({ ...outcome, abstained: true }));
  const all = [...decided, ...unsure];

  test("is neither right nor wrong, and has its own share", () => {
    const before = performanceMetrics(decided, { positive: "fraud" });
    const after = performanceMetrics(all, { positive: "fraud" });
    expect([after.accuracy, after.f1]).toEqual([before.accuracy, before.f1]);
    expect(after).toMatchObject({ count: 500, labelled: 500, decided: 400, abstainedShare: 0.2 });
    const nothing = performanceMetrics(unsure, { positive: "fraud" });
    expect(nothing).toMatchObject({ accuracy: null, f1: null, abstainedShare: 1 });
    expect(nothing.logLoss).not.toBeNull();
    const reference = profileOf(decided, "fraud");
    const estimate = estimatePerformance({ reference, records: unsure });
    expect(estimate).toMatchObject({ accuracy: null, f1: null, abstainedShare: 1 });
  });

  test("is in no count of a window but its share", () => {
    const [before, after] = [profileOf(decided, "fraud"), profileOf(all, "fraud")];
    expect(after.confusion).toEqual(before.confusion);
    const figures = figuresOf(after);
    expect(figures.get("abstainedShare")).toBe(0.2);
    expect(figures.get("column.prediction.share.legit")).toBe(
      figuresOf(before).get("column.prediction.share.legit"),
    );
    const report = windowReport({ start: 0, end: 1, profile: after }, before);
    expect(report.abstainedShare).toBe(0.2);
    expect(report.drift.columns.find(({ column }) => column === "abstained")).toMatchObject({
      drifted: true,
    });
    expect(prometheusGauges(report)).toContain("imdb_monitor_abstained_share 0.2");
    expect(monitoringHtml([report])).toContain("without a decision");
  });

  test("counts for the shares of the true labels of a reference", () => {
    const reference = profileOf(all, "fraud");
    const plain = profileOf(
      all.map(({ abstained: _, ...outcome }) => outcome),
      "fraud",
    );
    const estimated = [reference, plain].map((one) =>
      estimatePerformance({ reference: one, records: decided }),
    );
    expect(estimated[0]).toEqual(estimated[1]);
  });
});

describe("a watch", () => {
  const rules = [{ name: "r", figure: "recall", healthy: { gte: 2 }, severity: "info" as const }];

  test("is about the class of its options or its reference, and refuses a rule without one", async () => {
    await writeFile(path("log.jsonl"), lines(records(50, START, 1000)));
    await expect(watch(options({ rules }))).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining("rules[0].figure"),
    });
    const classes: (string | undefined)[] = [];
    const onWindow = (report: { positive: { class: string } | null }) =>
      void classes.push(report.positive?.class);
    expect(await watch(options({ rules, profile: { positive: "neg" }, onWindow }))).toMatchObject({
      alerts: 1,
    });
    const reference = { ...(options().reference as object), positive: "pos" } as never;
    await watch(options({ rules, reference, state: path("other.json"), onWindow }));
    expect(classes).toEqual(["neg", "pos"]);
    for (const [positive, expected] of [
      ["neg", /"pos", the positive class/],
      ["frod", /"pos"/],
    ] as const) {
      await expect(watch(options({ reference, profile: { positive } }))).rejects.toThrow(expected);
    }
    await expect(watch(options({ profile: { positive: "frod" } }))).rejects.toThrow(/neg, pos/);
  });
});
