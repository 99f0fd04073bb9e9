import { describe, expect, test } from "vitest";
import { minimumGain, promotionGate } from "./promotion-gate.js";

test("a metric that is missing or not a number passes no gate, for either model", () => {
  const gate = minimumGain("accuracy", 0);
  for (const lacking of [
    {},
    { accuracy: Number.NaN },
    { accuracy: Infinity },
    { accuracy: null },
    { accuracy: "0.9" },
  ] as Record<string, number>[]) {
    expect(gate(lacking, undefined).passed).toBe(false);
    expect(gate(lacking, { accuracy: 0.1 }).passed).toBe(false);
    expect(gate({ accuracy: 1 }, lacking)).toEqual({
      passed: false,
      reasons: ["the model in service has no accuracy to compare with"],
    });
  }
  expect(promotionGate([{ name: "x", value: () => undefined, threshold: 0 }])({}, undefined).passed).toBe(
    false,
  );
  expect(minimumGain("constructor", 0)({}, undefined).passed).toBe(false);
});

test.each<[string, () => unknown]>([
  ["no rule", () => promotionGate([])],
  ["no list", () => promotionGate(null as never)],
  ["a misspelt rule", () => promotionGate([{ name: "a", value: () => 1, treshold: 0.9 } as never])],
  ["a rule without a condition", () => promotionGate([{ name: "a", value: () => 1 }])],
  [
    "a threshold that is no number",
    () => promotionGate([{ name: "a", value: () => 1, threshold: Number.NaN }]),
  ],
  ["a gain below 0", () => minimumGain("a", -1)],
  ["a direction that does not exist", () => minimumGain("a", 0, "max" as never)],
])("a gate with %s is refused when it is made", (_, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

test("the gain is measured in the direction that is better", () => {
  const loss = minimumGain("loss", 0.25, "minimize");
  expect(loss({ loss: 0.5 }, { loss: 0.75 }).passed).toBe(true);
  expect(loss({ loss: 0.6 }, { loss: 0.75 })).toEqual({
    passed: false,
    reasons: ["loss is 0.6, asked is at most 0.5 (model in service)"],
  });
  expect(loss({ loss: 9 }, undefined).passed).toBe(true);
});

describe("models with positive classes", () => {
  const gate = promotionGate([
    { name: "f1", value: (m: { readonly f1?: number; readonly positive?: string }) => m.f1, improvement: 0 },
  ]);

  test("are compared where both have the same one, and refused where they differ, whichever is better", () => {
    const fraud = { f1: 0.9, positive: "fraud" };
    expect(gate(fraud, { f1: 0.8, positive: "fraud" }).passed).toBe(true);
    for (const inService of [{ f1: 0.1, positive: "legit" }, { f1: 0.1 }]) {
      const { passed, reasons } = gate(fraud, inService);
      expect(passed).toBe(false);
      expect(reasons[0]).toMatch(
        /^f1 cannot be compared: the new model is about "fraud", the model in service /,
      );
    }
    expect(gate(fraud, undefined).passed).toBe(true);
    // A number alone does not say what it is about.
    const bare = gate({ f1: 0.9 }, { f1: 0.8 });
    expect(bare.passed).toBe(false);
    expect(bare.reasons[0]).toMatch(/names no positive class, the model in service names no positive class/);
  });

  test.each(["recall", "test/recall", "val_f1", "average_precision", "averagePrecision", "fbeta(beta=2)"])(
    "%s is about one class, by its name",
    (name) => {
      const of = minimumGain(name, 0);
      expect(of({ [name]: 0.9 }, { [name]: 0.8 }).passed).toBe(false);
      expect(of({ [name]: 0.9 }, { [name]: 0.8 }, { candidate: "a", inService: "a" }).passed).toBe(true);
      expect(of({ [name]: 0.9 }, { [name]: 0.8 }, { candidate: null, inService: null }).passed).toBe(true);
      expect(of({ [name]: 0.9 }, { [name]: 0.8 }, { candidate: null, inService: "a" }).passed).toBe(false);
    },
  );

  test.each([
    ...[
      "f2",
      "f0.5",
      "f_2",
      "tpr",
      "fpr",
      "ppv",
      "npv",
      "jaccard",
      "auprc",
      "ap",
      "cost",
      "recallAtPrecision",
    ],
    ...["true positive rate", "test/f2", "hits"],
  ])("%s may be about one class: it is compared where both say what it is about", (name) => {
    const of = minimumGain(name, 0);
    const { passed, reasons } = of({ [name]: 0.9 }, { [name]: 0.8 });
    expect([passed, reasons[0]!.startsWith(`${name} cannot be compared`)]).toEqual([false, true]);
    expect(of({ [name]: 0.9 }, { [name]: 0.8 }, { candidate: null, inService: null }).passed).toBe(true);
    expect(of({ [name]: 0.9 }, undefined).passed).toBe(true);
  });

  test.each([
    "test/balancedAccuracy",
    "val_log_loss",
    "weighted_f1",
    "coverage",
    "latencyMs",
    "brier",
    "auroc",
  ])("%s is about all classes", (name) => {
    expect(minimumGain(name, 0)({ [name]: 0.9 }, { [name]: 0.8 }).passed).toBe(true);
  });

  test.each(["macro_f1", "f1(average=macro)", "accuracy", "rocAuc", "logLoss"])("%s is not", (name) => {
    expect(minimumGain(name, 0)({ [name]: 0.9 }, { [name]: 0.8 }).passed).toBe(true);
  });

  test("means over more than two classes are compared, as an evaluation says them", () => {
    const macro = { f1: 0.9, average: "macro" };
    expect(gate(macro, { ...macro, f1: 0.8 }).passed).toBe(true);
    expect(gate(macro, { f1: 0.8, positive: "fraud" }).passed).toBe(false);
  });

  test("may be named beside metrics that are numbers alone", () => {
    const recall = minimumGain("recall", 0);
    expect(recall({ recall: 0.9 }, { recall: 0.8 }, { candidate: "fraud", inService: "fraud" }).passed).toBe(
      true,
    );
    expect(recall({ recall: 0.9 }, { recall: 0.8 }, { candidate: "fraud", inService: "legit" }).passed).toBe(
      false,
    );
    expect(recall({ recall: 0.9 }, { recall: 0.8 }, { candidate: "fraud" }).passed).toBe(false);
    const accuracy = minimumGain("accuracy", 0);
    expect(accuracy({ accuracy: 0.9 }, { accuracy: 0.8 }, { candidate: "fraud" }).passed).toBe(true);
    expect(accuracy({ accuracy: 0.9 }, { accuracy: 0.8 }, { candidate: "a", inService: "b" }).passed).toBe(
      false,
    );
  });
});
