import { csrFromRows, seededRandom, type TrainLabels } from "@imdb/core";
import { expect, test } from "vitest";
import { denseLogisticRegression } from "./dense-logistic-regression.js";

/** Rows of length 1 over 200 features, of which the classes use the first 20 differently often. */
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

test("its defaults suit rows of length 1: it does not swing from one class to the other", async () => {
  const { X, y } = textLike(600, 1);
  const held = textLike(400, 2);
  const model = await denseLogisticRegression({ features: 50 }).fit(X, y);
  const p = model.predictProba(held.X);
  const right = held.y.codes.filter((code, i) => (p[2 * i + 1]! > 0.5 ? 1 : 0) === code).length;
  // A model that swings says one class for all of them: a half is right.
  expect(right / 400).toBeGreaterThan(0.78);
});

test("a step beyond what is sure to go down is the user's own choice", async () => {
  const { X, y } = textLike(200, 3);
  const of = async (learningRate?: number) => {
    const options = { features: 50, numSteps: 60, ...(learningRate && { learningRate }) };
    const p = (await denseLogisticRegression(options).fit(X, y)).predictProba(X);
    return y.codes.reduce((loss, code, i) => loss - Math.log(p[2 * i + code]!), 0) / y.codes.length;
  };
  expect(await of()).toBeLessThan(await of(0.001));
  expect(await of(0.001)).toBeLessThan(Math.LN2);
});
