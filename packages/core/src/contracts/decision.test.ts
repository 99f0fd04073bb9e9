import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDecision, type DecisionRule } from "../index.js";

const HAM = { classes: ["ham", "spam"], positive: "spam" } as const;

describe("the label of a text", () => {
  test("is the most probable one, and the first of equal ones, without a rule", () => {
    const { decide, abstainBelow } = createDecision({ classes: ["a", "b", "c"] });
    expect([decide([0.2, 0.3, 0.5], 0), decide([0.4, 0.4, 0.2], 0)]).toEqual([2, 0]);
    expect(abstainBelow).toBe(0);
  });

  test("is the positive one from the threshold on, whichever of the two is positive", () => {
    const spam = createDecision({ ...HAM, decision: { threshold: 0.9 } });
    expect([spam.decide([0.11, 0.89], 0), spam.decide([0.1, 0.9], 0)]).toEqual([0, 1]);
    const chosen = createDecision({ ...HAM, decision: { threshold: 0.9, precision: 0.95, recall: 0.4 } });
    expect(chosen.decide([0.11, 0.89], 0)).toBe(0);
    const ham = createDecision({ ...HAM, positive: "ham", decision: { threshold: 0.3 } });
    expect([ham.decide([0.3, 0.7], 0), ham.decide([0.29, 0.71], 0)]).toEqual([0, 1]);
  });

  test("has the smallest expected cost: with cost 9 of a missed spam, spam from 0.1 on (Elkan 2001)", () => {
    const costs = { ham: { spam: 1 }, spam: { ham: 9 } };
    const { decide } = createDecision({ ...HAM, decision: { costs } });
    expect([decide([0.91, 0.09], 0), decide([0.89, 0.11], 0)]).toEqual([0, 1]);
  });

  test("with equal costs is the most probable one", () => {
    const classes = ["a", "b", "c"];
    const costs = { a: { b: 1, c: 1 }, b: { a: 1, c: 1 }, c: { a: 1, b: 1 } };
    const byCosts = createDecision({ classes, decision: { costs } });
    const plain = createDecision({ classes });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 3 }), (shares) => {
        fc.pre(new Set(shares).size === 3);
        const sum = shares.reduce((a, b) => a + b);
        const p = shares.map((share) => share / sum);
        expect(byCosts.decide(p, 0)).toBe(plain.decide(p, 0));
      }),
    );
  });

  test("is read from the row that begins at the offset", () => {
    expect(createDecision(HAM).decide([1, 0, 0, 1], 2)).toBe(1);
  });
});

test.each<[string, object, string]>([
  [
    "a threshold without a positive class",
    { classes: HAM.classes, decision: { threshold: 0.5 } },
    "decision.threshold",
  ],
  ["a positive class that is none of two", { ...HAM, positive: "eggs" }, "positive"],
  ["a positive class of three", { classes: ["a", "b", "c"], positive: "a" }, "positive"],
  [
    "a cost that is missing",
    { ...HAM, decision: { costs: { ham: { spam: 1 } } } },
    "decision.costs.spam.ham",
  ],
  [
    "a cost of a class that is none",
    { ...HAM, decision: { costs: { ham: { spam: 1 }, spam: { ham: 1 }, eggs: {} } } },
    "decision.costs",
  ],
  [
    "a cost that is no number",
    { ...HAM, decision: { costs: { ham: { spam: NaN }, spam: { ham: 1 } } } },
    "decision.costs.ham.spam",
  ],
  ["costs that are no object", { ...HAM, decision: { costs: 3 } }, "decision.costs"],
  ["a threshold above 1", { ...HAM, decision: { threshold: 1.5 } }, "decision.threshold"],
  ["a confidence that is no number", { ...HAM, decision: { abstainBelow: "0.9" } }, "decision.abstainBelow"],
  ["a misspelt field", { ...HAM, decision: { threshold: 0.5, abstainbelow: 0.7 } }, "decision.abstainbelow"],
  ["a rule that decides nothing", { ...HAM, decision: {} }, "decision"],
  ["a threshold and costs", { ...HAM, decision: { threshold: 0.5, costs: {} } }, "decision"],
  ["a rule that is no object", { ...HAM, decision: 0.5 }, "decision"],
])("%s is refused", (_, given, option) => {
  const make = () => createDecision(given as { classes: string[]; decision?: DecisionRule });
  expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  expect(make).toThrow(`Option ${option} is `);
});
