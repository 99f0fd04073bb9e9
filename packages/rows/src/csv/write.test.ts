import fc from "fast-check";
import { expect, test } from "vitest";
import { readAll, summaries } from "../testing/read-all.js";
import { csvField } from "./write.js";

// Python 3.11: csv.writer(file, lineterminator="\n").writerow([value, ""]), without what follows the first field.
test.each([
  [null, ""],
  [undefined, ""],
  ["", ""],
  [0, "0"],
  [false, "false"],
  ["a b", "a b"],
  ["a;b'\t\\", "a;b'\t\\"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["a\nb", '"a\nb"'],
  ["a\rb", '"a\rb"'],
])("%j is written as %j", (value, field) => {
  expect(csvField(value)).toBe(field);
});

test("values that are written are read back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string()), { minLength: 1 }),
      (rows) => {
        const file = `a,b\n${rows.map((row) => `${row.map(csvField).join(",")}\n`).join("")}`;
        expect(summaries(readAll(file).rows)).toEqual(rows);
      },
    ),
  );
});
