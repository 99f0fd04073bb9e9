import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rounds } from "../../../../tools/optional/tools.mjs";
import { ImdbError } from "../errors/imdb-error.js";
import {
  type CsrMatrix,
  csrFromRows,
  csrMatrix,
  csrSelectRows,
  csrStack,
  isCsrMatrix,
} from "./csr-matrix.js";

const good: CsrMatrix = {
  rows: 2,
  cols: 3,
  indptr: Uint32Array.of(0, 2, 3),
  indices: Uint32Array.of(0, 2, 1),
  values: Float32Array.of(1, 2, 3),
};

/** Any small matrix, as rows of column → value. */
const COLS = 6;
const rows = fc.array(
  fc.dictionary(
    fc.integer({ min: 0, max: COLS - 1 }).map(String),
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    {
      maxKeys: COLS,
    },
  ),
  { maxLength: 8 },
);
const toMatrix = (data: readonly Record<string, number>[]) =>
  csrFromRows(
    data.map((row) => Object.entries(row).map(([column, value]) => [Number(column), value] as const)),
    COLS,
  );
const toRows = (matrix: CsrMatrix) =>
  Array.from({ length: matrix.rows }, (_, r) => {
    const row: Record<string, number> = {};
    for (let k = matrix.indptr[r]!; k < matrix.indptr[r + 1]!; k++)
      row[matrix.indices[k]!] = matrix.values[k]!;
    return row;
  });

describe("csrMatrix", () => {
  test("accepts a matrix that fulfils the invariants, without a copy", () => {
    expect(csrMatrix(good).values).toBe(good.values);
    const empty = {
      rows: 0,
      cols: 0,
      indptr: Uint32Array.of(0),
      indices: new Uint32Array(),
      values: new Float32Array(),
    };
    expect(csrMatrix(empty).rows).toBe(0);
  });

  test.each<[string, Partial<Record<keyof CsrMatrix, unknown>>, RegExp]>([
    ["negative rows", { rows: -1 }, /rows is -1/],
    ["rows that are no number", { rows: Number.NaN }, /rows is NaN/],
    ["too many columns", { cols: 2 ** 32 + 1 }, /cols is/],
    ["a short indptr", { indptr: Uint32Array.of(0, 3) }, /indptr has 2 entries for 2 rows/],
    ["an indptr that does not start at 0", { indptr: Uint32Array.of(1, 2, 3) }, /indptr runs from 1/],
    ["an indptr that ends elsewhere", { indptr: Uint32Array.of(0, 2, 4) }, /to 4, with 3 indices/],
    ["an indptr that descends", { indptr: Uint32Array.of(0, 5, 3) }, /descends \(row 1\)/],
    ["fewer values than indices", { values: Float32Array.of(1, 2) }, /3 indices and 2 values/],
    ["a column twice", { indices: Uint32Array.of(2, 2, 1) }, /do not ascend \(row 0\)/],
    ["columns out of order", { indices: Uint32Array.of(2, 0, 1) }, /do not ascend \(row 0\)/],
    ["a column outside", { indices: Uint32Array.of(0, 2, 3) }, /column 3 of 3 \(row 1\)/],
    ["NaN", { values: Float32Array.of(1, 2, Number.NaN) }, /value NaN \(row 1\)/],
    ["infinity", { values: Float32Array.of(1, Infinity, 3) }, /value Infinity \(row 0\)/],
    ["plain arrays", { indices: [0, 2, 1] }, /indices is a Array, not a Uint32Array/],
    ["other typed arrays", { values: new Float64Array(3) }, /Float64Array, not a Float32Array/],
  ])("refuses %s", (_what, change, message) => {
    expect(() => csrMatrix({ ...good, ...change } as CsrMatrix)).toThrow(message);
  });

  test("all parts are a valid matrix or a typed error", () => {
    const part = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        part,
        part,
        (r, cols, p, i) => {
          const parts = { rows: r, cols, indptr: Uint32Array.from(p), indices: Uint32Array.from(i) };
          try {
            const matrix = csrMatrix({ ...parts, values: new Float32Array(i.length).fill(1) });
            // What is valid comes back the same when it is built anew from its rows.
            const built = csrFromRows(
              toRows(matrix).map((row) => Object.entries(row).map(([c, v]) => [+c, v])),
              cols,
            );
            expect(built).toEqual(matrix);
          } catch (error) {
            expect(ImdbError.isInstance(error), String(error)).toBe(true);
          }
        },
      ),
      { numRuns: rounds(400, 4_000) },
    );
  });
});

test("isCsrMatrix knows a matrix by its arrays", () => {
  expect(isCsrMatrix(good)).toBe(true);
  for (const value of [null, undefined, "matrix", {}, { ...good, values: [1, 2, 3] }]) {
    expect(isCsrMatrix(value)).toBe(false);
  }
});

describe("csrFromRows", () => {
  test("sorts pairs from any order, and loses none", () => {
    fc.assert(
      fc.property(rows, (data) => {
        expect(toRows(csrMatrix(toMatrix(data)))).toEqual(data);
      }),
    );
  });

  test.each([
    [-1, 1],
    [0.5, 1],
    [Number.NaN, 1],
    [3, 1],
    [0, Number.NaN],
    [0, 1e39],
  ])("refuses column %s with value %s", (column, value) => {
    expect(() => csrFromRows([[[column, value]]], 3)).toThrow(ImdbError);
  });

  test("refuses a column twice in a row", () => {
    expect(() =>
      csrFromRows(
        [
          [
            [1, 1],
            [1, 2],
          ],
        ],
        3,
      ),
    ).toThrow(/do not ascend/);
  });
});

describe("csrSelectRows and csrStack", () => {
  test("select any rows, in any order, any number of times", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(7)), (data, wanted) => {
        const chosen = wanted.filter((row) => row < data.length);
        const picked = csrMatrix(csrSelectRows(toMatrix(data), chosen));
        expect(toRows(picked)).toEqual(chosen.map((row) => data[row]));
      }),
    );
  });

  test("stacking appends the rows, and selecting undoes it", () => {
    fc.assert(
      fc.property(rows, rows, (above, below) => {
        const stacked = csrMatrix(csrStack([toMatrix(above), toMatrix(below)]));
        expect(toRows(stacked)).toEqual([...above, ...below]);
        const cut = csrSelectRows(stacked, [...above.keys()]);
        expect(cut).toEqual(toMatrix(above));
      }),
    );
  });

  test("refuse rows that do not exist, and columns that differ", () => {
    for (const row of [-1, 2, 0.5, Number.NaN]) expect(() => csrSelectRows(good, [row])).toThrow(ImdbError);
    expect(() => csrStack([good, { ...good, cols: 4 }])).toThrow(/Columns: expected 3, got 4/);
    expect(csrStack([]).rows).toBe(0);
  });
});
