import fc from "fast-check";
import { expect, test } from "vitest";
import { ColumnRuns } from "./column-runs.js";
import { ColumnSorter } from "./column-sorter.js";

const sorter = new ColumnSorter();
const runs = new ColumnRuns();

test.each([3, 9, 19, 31, 32])("columns of %i bits are sorted, and runs of equals found", (bits) => {
  const column = fc.oneof(fc.nat(2 ** 31 - 1), fc.nat(50)).map((n) => (bits === 32 ? n * 2 : n) % 2 ** bits);
  const list = fc.oneof(
    fc.array(column, { maxLength: 80 }),
    fc.array(column, { minLength: 900, maxLength: 1300, size: "max" }),
  );
  fc.assert(
    fc.property(list, (columns) => {
      const sorted = sorter.sort(Uint32Array.from(columns), columns.length, bits).slice(0, columns.length);
      expect(sorted).toEqual(Uint32Array.from(columns).sort());
      const expected = new Map<number, number>();
      sorted.forEach((value, k) => {
        expected.set(value, k + 1);
      });
      const count = runs.find(sorted, sorted.length);
      expect([...runs.columns.subarray(0, count)]).toEqual([...expected.keys()]);
      expect([...runs.ends.subarray(0, count)]).toEqual([...expected.values()]);
    }),
    { numRuns: 50 },
  );
});
