import { expect, test } from "vitest";
import { minimumGain, promotionGate } from "./promotion-gate.js";

test("a metric that is missing or not a number passes no gate, whichever model lacks it", () => {
  const gate = minimumGain("accuracy", 0);
  for (const lacking of [{}, { accuracy: Number.NaN }] as Record<string, number>[]) {
    expect(gate(lacking, undefined).passed).toBe(false);
    expect(gate(lacking, { accuracy: 0.1 }).passed).toBe(false);
    expect(gate({ accuracy: 1 }, lacking)).toEqual({
      passed: false,
      reasons: ["the model in service has no accuracy to compare with"],
    });
  }
  expect(promotionGate([{ name: "x", value: () => undefined }])({}, undefined).passed).toBe(false);
});

test("the gain is asked in the direction that is better", () => {
  const loss = minimumGain("loss", 0.25, "minimize");
  expect(loss({ loss: 0.5 }, { loss: 0.75 }).passed).toBe(true);
  expect(loss({ loss: 0.6 }, { loss: 0.75 })).toEqual({
    passed: false,
    reasons: ["loss is 0.6, asked is at most 0.5 (model in service)"],
  });
  expect(loss({ loss: 9 }, undefined).passed).toBe(true);
});
