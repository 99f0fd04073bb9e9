import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReadRow } from "../bytes/row.js";
import { bytesOf } from "../testing/read-all.js";
import { jsonListReader } from "./list-reader.js";

function read(content: string | Uint8Array, sizes: readonly number[] = [1 << 30]): ReadRow[] {
  const bytes = bytesOf(content);
  const reader = jsonListReader("a.json");
  const rows: ReadRow[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    rows.push(...reader.push(bytes.slice(at, at + size)));
    at += size;
  }
  return [...rows, ...reader.end()];
}

const summary = (rows: readonly ReadRow[]) =>
  rows.map((row) =>
    "fault" in row ? `${row.row} ${row.line} ${row.problem}` : [row.row, row.line, row.value],
  );

describe("a JSON file that is one list", () => {
  test.each<[string, string, unknown[]]>([
    ["empty", "[]", []],
    ["a mark and white space", "\ufeff \r\n\n [ \n ] \n", []],
    [
      "one line",
      '[{"a":1},{"a":[1,{"b":"],["}]}]',
      [
        [1, 1, { a: 1 }],
        [2, 1, { a: [1, { b: "],[" }] }],
      ],
    ],
    [
      "lines",
      '\n[\n  {"text": "a \\"quoted\\" \\\\"},\n\n  {\n    "n": 1344800117571260417\n  }\n]\n',
      [
        [1, 3, { text: 'a "quoted" \\' }],
        [2, 5, { n: 1344800117571260417n }],
      ],
    ],
    [
      "an element that is no JSON",
      '[1,{"a":},3]',
      [[1, 1, 1], expect.stringMatching(/^2 1 it is not JSON/), [3, 1, 3]],
    ],
    [
      "a comma too many",
      "[1,,2]",
      [[1, 1, 1], expect.stringMatching(/^2 1 an element is missing/), [3, 1, 2]],
    ],
    ["a comma at the end", "[1,\n]", [[1, 1, 1], expect.stringMatching(/^2 1 an element is missing/)]],
    ["text after the list", "[1]\n\n[2]", [[1, 1, 1], expect.anything()]],
    ["a list that is cut", "[1,\n2", [[1, 1, 1], [2, 2, 2], expect.stringMatching(/the list does not end/)]],
    ["one that is cut after a comma", "[1,", [[1, 1, 1], expect.stringMatching(/the list does not end/)]],
    [
      "one that is cut in a string",
      '["a',
      [expect.stringMatching(/not JSON/), expect.stringMatching(/not end/)],
    ],
  ])("%s", (_, content, rows) => {
    expect(summary(read(content))).toEqual(rows);
  });

  test.each(["", "  ", "{}", '{"data": []}', "a,b"])("%j is not a list", (content) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ code: "UNREADABLE_FILE" }));
  });

  test("a byte order mark and white space before the list, wherever the bytes are cut", () => {
    const file = "\ufeff \r\n\t[\n1,\n 2]\n";
    for (const size of [1, 2, 3, 4, 7, 100])
      expect(summary(read(file, [size])), `chunks of ${size}`).toEqual([
        [1, 3, 1],
        [2, 4, 2],
      ]);
  });

  test.each([
    ["half a mark", [0xef, 0xbb, 0x5b, 0x5d]],
    ["a third of a mark", [0xef, 0x5b, 0x5d]],
    ["a mark alone", [0xef, 0xbb, 0xbf]],
    ["two marks", [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x5b, 0x5d]],
    ["a mark after white space", [0x20, 0xef, 0xbb, 0xbf, 0x5b, 0x5d]],
  ])("%s is not a list", (_, bytes) => {
    for (const size of [1, 3, 100])
      expect(() => read(Uint8Array.from(bytes), [size])).toThrow(
        "a.json is not readable as JSON: it is not a list of objects.",
      );
  });

  test("a list that is cut says how many elements it has", () => {
    expect(summary(read("[1,\n "))).toEqual([[1, 1, 1], expect.stringMatching(/^2 2 the list does not end/)]);
    expect(summary(read("[1,\n2,\n3"))).toEqual([
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
      expect.stringMatching(/^4 3 the list does not end: the file is cut/),
    ]);
  });

  test("the elements are those of JSON.parse, wherever the bytes are cut", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(4), sizes, (list, indent, cuts) => {
        const values = read(JSON.stringify(list, undefined, indent), cuts).map(
          (row) => "value" in row && row.value,
        );
        expect(values).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });
});
