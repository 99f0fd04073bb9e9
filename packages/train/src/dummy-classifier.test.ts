import { decodePart, encodePart } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { dummyCodec } from "./dummy-classifier.js";

function part(prior: readonly number[]) {
  return {
    kind: "DummyClassifier",
    version: 1,
    params: { classes: ["neg", "pos"], featureCount: 1, options: { strategy: "prior" } },
    tensors: { prior: { shape: [2], data: Float64Array.from(prior) } },
  };
}

describe("the prior of a dummy classifier from outside", () => {
  test.each([[[7, -6]], [[-1, 2]], [[1e308, 1e308]], [[0.2, 0.2]], [[0, 0]]])("%j is refused", (prior) => {
    expect(() => decodePart(part(prior), [dummyCodec])).toThrow(/prior is no distribution/);
  });

  test.each([[[0.25, 0.75]], [[0, 1]], [[1 / 3, 2 / 3]]])(
    "%j is taken, and is written as it was",
    (prior) => {
      const decoded = decodePart(part(prior), [dummyCodec]);
      expect(encodePart(decoded as never, [dummyCodec]).tensors["prior"]!.data).toEqual(
        Float64Array.from(prior),
      );
    },
  );
});
