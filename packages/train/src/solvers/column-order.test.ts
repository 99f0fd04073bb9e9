import { csrFromRows } from "@imdb/core";
import { expect, test } from "vitest";
import { renumberByFrequency, toNewColumns, toOriginalColumns } from "./column-order.js";

test("the most frequent columns are first, rows keep the order of their values, weights can be converted back", () => {
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
  const { matrix, newColumn } = renumberByFrequency(X);
  expect([...newColumn]).toEqual([2, 1, 3, 0, 4]);
  expect([...matrix.indices]).toEqual([1, 0, 0, 2, 1, 0]);
  expect(matrix.values).toBe(X.values);
  const weights = Float64Array.of(10, 11, 12, 13, 14);
  expect([...toNewColumns(weights, newColumn)]).toEqual([13, 11, 10, 12, 14]);
  expect(toOriginalColumns(toNewColumns(weights, newColumn), newColumn)).toEqual(weights);
});

test("a matrix without columns and a matrix without values", () => {
  expect([...renumberByFrequency(csrFromRows([], 0)).newColumn]).toEqual([]);
  expect([...renumberByFrequency(csrFromRows([[]], 2)).newColumn]).toEqual([0, 1]);
});
