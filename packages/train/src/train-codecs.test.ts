import {
  type Codec,
  csrFromRows,
  decodeSafetensors,
  encodeSafetensors,
  type LinearClassifier,
  type TrainLabels,
} from "@imdb/core";
import { expect, test } from "vitest";
import { logisticRegression } from "./linear/logistic-regression.js";
import { trainCodecs } from "./train-codecs.js";

const X = csrFromRows([[[0, 1]], [[1, 1]], [[0, 2]], [[1, 0.5]]], 2);
const y: TrainLabels = { role: "train", classes: ["a", "b"], codes: Int32Array.of(0, 1, 0, 1) };
const model = await logisticRegression().fit(X, y);
const codec = trainCodecs.find(({ kind }) => kind === model.kind) as Codec<LinearClassifier>;

test("a model is the same after encoding and decoding", () => {
  const part = codec.encode(model);
  const tensors = decodeSafetensors(encodeSafetensors(part.tensors));
  const read = codec.decode({ params: JSON.parse(JSON.stringify(part.params)), tensors }, 1);
  expect(read.predictProba(X)).toEqual(model.predictProba(X));
  expect(read.params).toEqual(model.params);
  expect(read.report).toEqual(model.report);
});

test.each([
  ["a weight that is not a number", { coef: { shape: [1, 2], data: Float64Array.of(1, Number.NaN) } }],
  ["a shape of other features", { coef: { shape: [1, 3], data: new Float64Array(3) } }],
  ["numbers of another type", { coef: { shape: [1, 2], data: new Float32Array(2) } }],
])("%s is refused", (_, tensors) => {
  const part = codec.encode(model);
  const bad = { ...part, tensors: { ...part.tensors, ...tensors } };
  expect(() => codec.decode(bad, 1)).toThrow(expect.objectContaining({ code: "INVALID_BUNDLE" }));
});

test("a label set that does not fit the outputs is refused", () => {
  const part = codec.encode(model);
  const bad = { ...part, params: { ...part.params, classes: ["a", "b", "c"] } };
  expect(() => codec.decode(bad, 1)).toThrow(expect.objectContaining({ code: "INVALID_BUNDLE" }));
  expect(() => codec.decode({ ...part, params: { ...part.params, link: "code" } }, 1)).toThrow(
    expect.objectContaining({ code: "SCHEMA_MISMATCH" }),
  );
});
