import { expect, test } from "vitest";
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
