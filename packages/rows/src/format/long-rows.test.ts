import { expect, test } from "vitest";
import { MAX_ROW_BYTES, type ReadRow } from "../bytes/row.js";
import { jsonListReader } from "../json/list-reader.js";
import { bytesOf } from "../testing/read-all.js";
import { createBlockCutter } from "./block-cutter.js";
import { readHead, rowReader } from "./line-format.js";

test.each([
  ["CSV with quotes", "in.csv", "csv", `text\n"${"x\n".repeat(8 << 20).slice(2)}"\n`],
  ["CSV without quotes", "in.csv", "csv", `text\n${"x".repeat(MAX_ROW_BYTES)}\n`],
  ["JSON Lines", "in.jsonl", "jsonl", `"${"x".repeat(MAX_ROW_BYTES - 2)}"\n`],
] as const)(
  "a row of 16 MiB of %s in chunks of 1,000 bytes takes linear time",
  (_, file, format, content) => {
    const bytes = bytesOf(content);
    const { reading, start } = readHead(file, format, bytes, true)!;
    const cutter = createBlockCutter(reading, start);
    const reader = rowReader(reading, start);
    const rows = [];
    const blocks = [];
    for (let at = start.byte; at < bytes.length; at += 1000) {
      blocks.push(...cutter.push(bytes.subarray(at, at + 1000)));
      rows.push(...reader.push(bytes.subarray(at, at + 1000)));
    }
    blocks.push(...cutter.end());
    rows.push(...reader.end());
    expect(blocks.map((block) => block.bytes.length)).toEqual([bytes.length - start.byte]);
    expect(rows).toEqual([expect.objectContaining({ row: 1, value: expect.anything() })]);
  },
);

function readList(file: string, size: number): ReadRow[] {
  const bytes = bytesOf(file);
  const reader = jsonListReader("a.json");
  const rows: ReadRow[] = [];
  for (let at = 0; at < bytes.length; at += size) rows.push(...reader.push(bytes.slice(at, at + size)));
  return [...rows, ...reader.end()];
}

test("an element of more than 16 MiB is a bad row, and those after it are read", () => {
  const text = (length: number) => `"${"x".repeat(length - 2)}"`;
  const file = `[${text(MAX_ROW_BYTES)},\n${text(MAX_ROW_BYTES)},\n{"a":\n1},3]`;
  for (const size of [1 << 30, 7_000_003]) {
    const rows = readList(file, size).map((row) =>
      "fault" in row ? `${row.row} ${row.line} ${row.fault}` : [row.row, row.line, String(row.value).length],
    );
    expect(rows).toEqual([
      [1, 1, MAX_ROW_BYTES - 2],
      expect.stringMatching(/^2 .* ROW_TOO_LONG$/),
      [3, 3, 15],
      [4, 4, 1],
    ]);
  }
});
