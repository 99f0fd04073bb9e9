import { csrFromRows } from "@imdb/core";
import { expect, test } from "vitest";
import { byFrequency, fromPlaces, toPlaces } from "./by-frequency.js";

test("the most frequent columns come first, rows keep their values in order, weights find their way back", () => {
  const X = csrFromRows(
    [
      [
        [1, 1],
        [3, 2],
      ],
      [[3, 3]],
      [
        [0, 4],
        [1, 5],
        [3, 6],
      ],
    ],
    5,
  );
  const { matrix, place } = byFrequency(X);
  expect([...place]).toEqual([2, 1, 3, 0, 4]);
  expect([...matrix.indices]).toEqual([1, 0, 0, 2, 1, 0]);
  expect(matrix.values).toBe(X.values);
  const weights = Float64Array.of(10, 11, 12, 13, 14);
  expect([...toPlaces(weights, place)]).toEqual([13, 11, 10, 12, 14]);
  expect(fromPlaces(toPlaces(weights, place), place)).toEqual(weights);
});

test("no columns, no rows", () => {
  expect([...byFrequency(csrFromRows([], 0)).place]).toEqual([]);
  expect([...byFrequency(csrFromRows([[]], 2)).place]).toEqual([0, 1]);
});
