import { expect, test } from "vitest";
import { readingArguments, readingFromArguments } from "./reading-arguments.js";

test.each([
  [{}, {}],
  [{ delimiter: "\\t" }, { delimiter: "\t" }],
  [
    { delimiter: ";", quote: "" },
    { delimiter: ";", quote: "" },
  ],
  [
    { "escape-char": "\\", header: "id,text" },
    { escapeChar: "\\", header: ["id", "text"] },
  ],
  [{ sheet: "2" }, { sheet: 2 }],
  [{ sheet: "12" }, { sheet: 12 }],
  [{ sheet: "0" }, { sheet: "0" }],
  [{ sheet: "2024" }, { sheet: "2024" }],
  [{ sheet: "Reviews" }, { sheet: "Reviews" }],
  [
    { encoding: "latin1", entry: "a.csv" },
    { encoding: "latin1", entry: "a.csv" },
  ],
])("the arguments %j are the options %j", (values, options) => {
  expect(readingFromArguments(values)).toEqual(options);
});

test("each argument takes a value", () => {
  expect(Object.values(readingArguments)).toEqual(Array(7).fill({ type: "string" }));
});
