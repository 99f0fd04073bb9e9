import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_ROW_BYTES } from "../bytes/row.js";
import { createBlockCutter, type RowBlock } from "../format/block-cutter.js";
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

test("lines are the same wherever CRLF is cut, and a line that ends within a chunk is read at once", () => {
  for (const size of [1, 2, 3, 100])
    expect(read("1\r\n{oops\r\n\r\n{oops\r", size), `chunks of ${size}`).toEqual([
      1,
      "2 2 INVALID_JSON",
      "4 4 INVALID_JSON",
    ]);
  expect(jsonlReader().push(bytesOf("1\r2"))).toEqual([{ row: 1, line: 1, value: 1 }]);
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

test("blocks are cut around lines that are too long", () => {
  const file = bytesOf(`1\n2\n"${"x".repeat(2 * MAX_ROW_BYTES)}"\n3\n\n4\n`);
  const start = { row: 1, line: 1, byte: 0 };
  const cutter = createBlockCutter({ format: "jsonl" }, start);
  const blocks: RowBlock[] = [];
  for (let at = 0; at < file.length; at += 5_000_000)
    blocks.push(...cutter.push(file.slice(at, at + 5_000_000)));
  blocks.push(...cutter.end());
  expect(blocks.map(({ rows }) => rows)).toEqual([2, 1, 3]);
  expect(blocks.map(({ from }) => from)).toEqual([start, ...blocks.slice(0, -1).map(({ next }) => next)]);
  expect(blocks.at(-1)!.next).toEqual({ row: 7, line: 7, byte: file.length });
  const rows = blocks.flatMap(({ from, bytes }) => {
    const reader = jsonlReader(from);
    return [...reader.push(bytes), ...reader.end()];
  });
  expect(rows.map((row) => [row.row, row.line, "value" in row && row.value])).toEqual([
    [1, 1, 1],
    [2, 2, 2],
    [3, 3, false],
    [4, 4, 3],
    [6, 6, 4],
  ]);
});

test("a line that is no JSON says why in at most 200 characters", () => {
  const [row] = jsonlReader().push(bytesOf(`${"x".repeat(1000)}\n`));
  expect((row as { problem: string }).problem).toMatch(/^it is not JSON: .{1,200}$/s);
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
