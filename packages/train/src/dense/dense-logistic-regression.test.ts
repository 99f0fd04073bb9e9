import { csrFromRows, seededRandom, type TrainLabels } from "@imdb/core";
import { expect, test } from "vitest";
import { denseLogisticRegression } from "./dense-logistic-regression.js";

/** Rows of norm 1 with 200 features. The first 20 have different frequencies in the two classes. */
function textLike(rows: number, seed: number) {
  const random = seededRandom(seed);
  const codes = Int32Array.from({ length: rows }, () => random.integer(2));
  const drawn = Array.from(codes, (code) => {
    const columns = new Set<number>();
    for (let j = 0; j < 20; j++) if (random.next() < (j % 2 === code ? 0.4 : 0.2)) columns.add(j);
    for (let i = 0; i < 30; i++) columns.add(20 + random.integer(180));
    return [...columns].sort((a, b) => a - b).map((j) => [j, 1 / Math.sqrt(columns.size)] as const);
  });
  const y: TrainLabels = { role: "train", classes: ["no", "yes"], codes };
  return { X: csrFromRows(drawn, 200), y };
}

test("the defaults suit rows of norm 1: gradient descent does not oscillate between the classes", async () => {
  const { X, y } = textLike(600, 1);
  const held = textLike(400, 2);
  const model = await denseLogisticRegression({ features: 50 }).fit(X, y);
  const p = model.predictProba(held.X);
  const right = held.y.codes.filter((code, i) => (p[2 * i + 1]! > 0.5 ? 1 : 0) === code).length;
  // A model that oscillates predicts one class for all rows: half of them are right.
  expect(right / 400).toBeGreaterThan(0.78);
});

test("a negative value is refused in the words of this model", async () => {
  const X = csrFromRows([[[0, 1]], [[1, -2]]], 2);
  const y: TrainLabels = { role: "train", classes: ["no", "yes"], codes: Int32Array.of(0, 1) };
  const error = await denseLogisticRegression()
    .fit(X, y)
    .catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ code: "NEGATIVE_FEATURE", details: { row: 1, column: 1, value: -2 } });
  expect((error as Error).message).toMatch(/^Row 1, column 1 has the value -2; denseLogisticRegression /);
});

test("a given learning rate is used, and the default one converges faster than a small one", async () => {
  const { X, y } = textLike(200, 3);
  const of = async (learningRate?: number) => {
    const options = { features: 50, numSteps: 60, ...(learningRate && { learningRate }) };
    const p = (await denseLogisticRegression(options).fit(X, y)).predictProba(X);
    return y.codes.reduce((loss, code, i) => loss - Math.log(p[2 * i + code]!), 0) / y.codes.length;
  };
  expect(await of()).toBeLessThan(await of(0.001));
  expect(await of(0.001)).toBeLessThan(Math.LN2);
});
