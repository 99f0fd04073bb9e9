import { readFileSync } from "node:fs";
import { type CsrMatrix, csrFromRows, type EncodedPart, type TrainLabels, withRole } from "@imdb/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { transformerCodecs } from "../codecs/transformer-codecs.js";
import {
  chi2,
  columnScaler,
  mutualInformation,
  nbWeighting,
  selectKBest,
  tfidfTransformer,
  truncatedSvd,
} from "../index.js";
import type { FittedTransformer } from "./transformer.js";

const golden = JSON.parse(readFileSync(new URL("../golden/transformers.json", import.meta.url), "utf8"));
const X = csrFromRows(golden.rows, golden.cols);
const TRAIN = withRole("train", new Array(X.rows).fill(""));
const CASES = ["two", "three"] as const;

function labelsOf(name: (typeof CASES)[number]): TrainLabels {
  const classes = name === "two" ? ["a", "b"] : ["a", "b", "c"];
  return { role: "train", classes, codes: Int32Array.from(golden.codes[name]) };
}

function dense({ rows, cols, indptr, indices, values }: CsrMatrix): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const line = new Array<number>(cols).fill(0);
    for (let k = indptr[row]!; k < indptr[row + 1]!; k++) line[indices[k]!] = values[k]!;
    return line;
  });
}

function expectClose(ours: readonly number[][], theirs: readonly number[][], digits: number) {
  theirs.forEach((line, r) => {
    line.forEach((value, c) => {
      expect(ours[r]![c], `row ${r}, column ${c}`).toBeCloseTo(value, digits);
    });
  });
}

describe("the same as scikit-learn", () => {
  for (const name of CASES) {
    test(`chi2, mutualInformation and selectKBest with ${name} classes`, () => {
      const labels = labelsOf(name);
      expectClose([[...chi2(X, labels)]], [golden.chi2[name].map((v: number | null) => v ?? 0)], 9);
      expectClose([[...mutualInformation(X, labels)]], [golden.mutualInformation[name]], 9);
      expect([...selectKBest({ k: 6 }).fit(X, labels).columns]).toEqual(golden.selected[name]);
    });
  }

  test("columnScaler, tfidfTransformer", () => {
    for (const by of ["maxAbs", "standardDeviation"] as const) {
      expectClose(dense(columnScaler({ by }).fit(X, TRAIN).transform(X)), golden[by], 6);
    }
    const tfidf = tfidfTransformer({ sublinearTf: true, norm: "l1" }).fit(X, TRAIN);
    expectClose(dense(tfidf.transform(X)), golden.tfidf, 6);
  });

  test("truncatedSvd finds the singular values and directions", () => {
    const svd = truncatedSvd({ nComponents: 5, nIter: 10 }).fit(X, TRAIN);
    expectClose([[...svd.singularValues]], [golden.singularValues], 6);
    const components = golden.components.map((_: unknown, k: number) => [
      ...svd.components.subarray(k * 24, k * 24 + 24),
    ]);
    expectClose(components, golden.components, 4);
  });
});

const FITTED: Record<string, () => FittedTransformer> = {
  nbWeighting: () => nbWeighting({ alpha: 0.5 }).fit(X, labelsOf("three")),
  tfidfTransformer: () => tfidfTransformer().fit(X, TRAIN),
  columnScaler: () => columnScaler({ by: "standardDeviation" }).fit(X, TRAIN),
  selectKBest: () => selectKBest({ k: 5, score: "mutualInformation" }).fit(X, labelsOf("two")),
  truncatedSvd: () => truncatedSvd({ nComponents: 3 }).fit(X, TRAIN),
};

for (const [name, fit] of Object.entries(FITTED)) {
  describe(name, () => {
    test("leaves what it is given alone, and refuses other columns", () => {
      const before = X.values.slice();
      const fitted = fit();
      fitted.transform(X);
      expect(X.values).toEqual(before);
      expect(() => fitted.transform(csrFromRows([[]], 3))).toThrow(/Columns/);
      expect(fitted.featureNames(Array.from({ length: 24 }, (_, c) => `f${c}`))).toHaveLength(
        fitted.featureCount,
      );
    });

    test("goes through its codec unchanged; damaged, it is refused or works", () => {
      const fitted = fit();
      const codec = transformerCodecs.find(({ kind }) => kind === fitted.kind)!;
      const copy = (): EncodedPart => structuredClone(codec.encode(fitted));
      const decoded = codec.decode(copy(), 1) as FittedTransformer;
      expect(decoded.transform(X)).toEqual(fitted.transform(X));
      expect(decoded.params).toEqual(fitted.params);
      const names = Object.keys(copy().tensors);
      const damage = fc.tuple(
        fc.constantFrom(...names),
        fc.nat(),
        fc.constantFrom(-1, 0, 2 ** 31, Number.NaN),
      );
      fc.assert(
        fc.property(damage, ([tensor, at, value]) => {
          const part = copy();
          const { data } = part.tensors[tensor]!;
          data[at % data.length] = value;
          try {
            codec.decode(part, 1);
          } catch (error) {
            expect(error).toMatchObject({ code: "INVALID_BUNDLE" });
          }
        }),
        { numRuns: 100 },
      );
      expect(() =>
        codec.decode({ params: { alpha: -1, norm: 3, by: 1, k: 0, nIter: -1 }, tensors: {} }, 1),
      ).toThrow(/Not a usable model bundle/);
    });
  });
}

test("chi2 names the value below zero", () => {
  const negative = csrFromRows([[[0, 1]], [[1, -2]]], 2);
  const labels: TrainLabels = { role: "train", classes: ["a", "b"], codes: Int32Array.of(0, 1) };
  expect(() => chi2(negative, labels)).toThrow(/Row 1, column 1 has the value -2/);
});

test("a logarithm of a count below zero is refused where the matrix comes in; of a column that cancels out it is 0", () => {
  const negative = csrFromRows([[[0, 1]], [[1, -2]]], 2);
  const rows = withRole("train", ["", ""]);
  const named = expect.objectContaining({
    code: "NEGATIVE_FEATURE",
    details: expect.objectContaining({ row: 1 }),
  });
  expect(() => tfidfTransformer({ sublinearTf: true }).fit(negative, rows)).toThrow(named);
  const fitted = tfidfTransformer({ sublinearTf: true }).fit(csrFromRows([[[0, 1]], [[1, 2]]], 2), rows);
  expect(() => fitted.transform(negative)).toThrow(named);
  const cancelled = { rows: 1, cols: 2, indptr: Uint32Array.of(0, 1), indices: Uint32Array.of(1) };
  expect([...fitted.transform({ ...cancelled, values: Float32Array.of(0) }).values]).toEqual([0]);
  expect(tfidfTransformer().fit(negative, rows).transform(negative).values.some(Number.isNaN)).toBe(false);
});
