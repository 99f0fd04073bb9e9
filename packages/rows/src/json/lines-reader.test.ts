import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_ROW_BYTES } from "../bytes/row.js";
import { bytesOf } from "../testing/read-all.js";
import { jsonlReader } from "./lines-reader.js";
import { jsonLine } from "./write.js";

function read(content: string | Uint8Array, size = 1 << 30) {
  const bytes = bytesOf(content);
  const reader = jsonlReader();
  const rows = [];
  for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.slice(at, at + size)));
  rows.push(...reader.end());
  return rows.map((row) => ("fault" in row ? `${row.row} ${row.line} ${row.fault}` : row.value));
}

test("lines end at LF, CR or CRLF; empty ones count; a bad one is named", () => {
  const bad = Buffer.concat([
    Buffer.from('{"a":1}\r[2]\r\n\n \t\n{oops\n"'),
    Buffer.from([0xff]),
    Buffer.from('"\n"x"'),
  ]);
  expect(read(bad)).toEqual([{ a: 1 }, [2], "5 5 INVALID_JSON", "6 6 INVALID_UTF8", "x"]);
});

test("a line of more than 16 MiB is a bad row", () => {
  const text = (length: number) => `"${"x".repeat(length - 2)}"`;
  for (const size of [1 << 30, 7_000_003]) {
    const rows = read(
      `${text(MAX_ROW_BYTES)}\n${text(MAX_ROW_BYTES + 1)}\r\n3\n${text(2 * MAX_ROW_BYTES)}`,
      size,
    );
    expect([String(rows[0]).length, ...rows.slice(1)]).toEqual([
      MAX_ROW_BYTES - 2,
      "2 2 ROW_TOO_LONG",
      3,
      "4 4 ROW_TOO_LONG",
    ]);
  }
});

test("values that are written are read back, wherever the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 20 }), (values, size) => {
      const file = values.map(jsonLine).join("");
      expect(read(file, size)).toEqual(values.map((value) => JSON.parse(JSON.stringify(value))));
    }),
  );
  expect(jsonLine({ id: 9007199254740993n })).toBe('{"id":"9007199254740993"}\n');
});

test("a row that is nested deeply is a bad row, and the others are read", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const reader = jsonlReader();
  const rows = reader.push(
    bytesOf(`{"a":${nested(99)}}\n{"a":${nested(5000)}}\n{"a":"${"[".repeat(5000)}"}\n`),
  );
  expect(rows.map((row) => "problem" in row && row.problem)).toEqual([
    false,
    "it is nested too deeply, more than 100 levels",
    false,
  ]);
});
