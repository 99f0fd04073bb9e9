import { csrFromRows } from "@imdb/core";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { logisticRegression } from "./linear/logistic-regression.js";

test("a label that is not one of the model's classes is refused by name", async () => {
  const X = csrFromRows([[[0, 1]], [[1, 1]]], 2);
  const model = await logisticRegression().fit(X, {
    role: "train",
    classes: ["neg", "pos"],
    codes: Int32Array.of(0, 1),
  });
  const labels = { role: "test", classes: ["neg", "neutral"], codes: Int32Array.of(0, 1) } as const;
  expect(() => evaluate(model, X, labels)).toThrow(
    expect.objectContaining({ code: "UNKNOWN_LABEL", message: expect.stringContaining("neutral") }),
  );
  expect(evaluate(model, X, { ...labels, classes: ["neg", "pos"] }).accuracy).toBe(1);
});
