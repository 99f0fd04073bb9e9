import { describe, expect, test } from "vitest";
import { MAX_ROW_BYTES } from "../bytes/row.js";
import { rowReader } from "../format/line-format.js";
import { bytesOf, readAll, summaries } from "../testing/read-all.js";

const dialect = { delimiter: "§" };

describe("a delimiter of two bytes", () => {
  test("may be cut after quotes that hold a line break", () => {
    for (const size of [1, 2, 3, 5])
      expect(summaries(readAll('a§b\n"1\n2"§"3"\n', dialect, [size]).rows)).toEqual([["1\n2", "3"]]);
  });

  test.each([
    ["text", '"1\n2"x'],
    ["a character that begins with the same byte", '"1\n2"\u00a0'],
  ])("%s in its place makes a bad row at once", (_, text) => {
    const layout = { delimiter: "§", quote: '"', escapeChar: "", header: ["a", "b"] };
    const rows = rowReader({ format: "csv", layout }).push(bytesOf(text));
    expect(rows.slice(0, 1)).toMatchObject([{ row: 1, line: 1, fault: "BAD_QUOTES" }]);
  });
});

test("a row that is too long says so", () => {
  const { rows } = readAll(`a\n${"x".repeat(MAX_ROW_BYTES + 1)}\n`);
  expect(rows).toMatchObject([{ row: 1, fault: "ROW_TOO_LONG", problem: "it is longer than 16 MiB" }]);
});

test("rows are read where there is no Buffer, as in a browser", () => {
  const { Buffer } = globalThis;
  try {
    globalThis.Buffer = undefined as never;
    expect(summaries(readAll('a,b\n1,"2\n3"\n', {}, [2]).rows)).toEqual([["1", "2\n3"]]);
  } finally {
    globalThis.Buffer = Buffer;
  }
});
