import { csrFromRows, withRole } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { countVectorizer } from "../index.js";
import { nbWeighting } from "./nb-weighting.js";

const X = csrFromRows(
  [
    [[0, 5]],
    [
      [0, 1],
      [1, 1],
    ],
    [[1, 2]],
    [[2, 1]],
  ],
  3,
);

describe("nbWeighting", () => {
  test("is the size of the log-count ratio of Wang and Manning, worked out by hand", () => {
    const labels = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(0, 0, 1, 1) } as const;
    const { weights } = nbWeighting({ alpha: 1 }).fit(X, labels);
    // pos: p = 1 + (0, 1, 1), ‖p‖₁ = 5; neg: q = 1 + (2, 1, 0), ‖q‖₁ = 6.
    const ratio = (p: number, q: number) => Math.abs(Math.log(p / 5 / (q / 6)));
    const expected = [ratio(1, 3), ratio(2, 2), ratio(2, 1)];
    expected.forEach((value, column) => {
      expect(weights[column]).toBeCloseTo(value, 12);
    });
  });

  test("with more classes is the greatest ratio of a class against the rest", () => {
    const labels = { role: "train", classes: ["a", "b", "c"], codes: Int32Array.of(0, 0, 1, 2) } as const;
    const { weights } = nbWeighting().fit(X, labels);
    // Column 2 is in the one document of c: p = 2 of 4, q = 1 of 7.
    expect(weights[2]).toBeCloseTo(Math.log(2 / 4 / (1 / 7)), 12);
  });

  test("takes labels of the train split only, one for each row", () => {
    const test = { role: "test", classes: ["neg", "pos"], codes: Int32Array.of(0, 0, 1, 1) } as const;
    expect(() => nbWeighting().fit(X, test as never)).toThrow(/train/);
    const short = { role: "train", classes: ["neg", "pos"], codes: Int32Array.of(0) } as const;
    expect(() => nbWeighting().fit(X, short)).toThrow(/Rows/);
    expect(() => nbWeighting({ alpha: 0 })).toThrow(/alpha/);
  });

  test("does not type-check on labels of another split, nor a pipeline with it on texts alone", () => {
    const labels = { role: "test", classes: ["a"], codes: Int32Array.of(0) } as const;
    // @ts-expect-error: labels of a test split
    const fit = () => nbWeighting().fit(X, labels);
    // @ts-expect-error: texts of a test split
    const count = () => countVectorizer().fit(withRole("test", ["a"]));
    expect(fit).toThrow();
    expect(typeof count).toBe("function");
  });
});
