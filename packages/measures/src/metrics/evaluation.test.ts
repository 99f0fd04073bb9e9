import { promotionGate } from "@imdb/core";
import { expect, test } from "vitest";
import { type Evaluation, evaluationMetrics } from "../index.js";

const about = (facts: object) => evaluationMetrics({ logLoss: 0.2, recall: 0.9, ...facts } as Evaluation);
const gate = promotionGate([
  { name: "recall", value: (metrics: Record<string, number>) => metrics["recall"], improvement: 0 },
]);

test("single numbers say which class they are about, and have no key for it", () => {
  const fraud = about({ average: "binary", positive: "fraud" });
  expect(Object.keys(fraud)).toEqual(["logLoss", "recall"]);
  expect(JSON.stringify(fraud)).toBe('{"logLoss":0.2,"recall":0.9}');
  expect(gate(fraud, fraud).passed).toBe(true);
  expect(gate(fraud, about({ average: "binary", positive: "ok" })).passed).toBe(false);
  expect(gate(fraud, { ...fraud }).passed).toBe(false);
  const macro = about({ average: "macro" });
  expect(gate(macro, macro).passed).toBe(true);
});
