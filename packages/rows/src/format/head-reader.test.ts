import { expect, test } from "vitest";
import { bytesOf } from "../testing/read-all.js";
import { HeadReader } from "./head-reader.js";
import { readHead } from "./line-format.js";

const LONG = `${"\n".repeat(5000)}"a",b\r\n1,2\r\n`;

test.each([
  ["a header", "csv", "a,b\n1,2\n3,4\n", {}],
  ["a byte order mark", "csv", "\ufeffa,b\n1,2\n", {}],
  ["a byte order mark and given names", "csv", "\ufeff1,2\n", { header: ["a", "b"] }],
  ["given names", "csv", "1,2\n3,4\n", { header: ["a", "b"] }],
  ["many empty lines before the header", "csv", LONG, {}],
  ["a header alone, without a line break", "csv", "a,b", {}],
  ["JSON Lines", "jsonl", '{"a":1}\n', {}],
  ["JSON Lines with a byte order mark", "jsonl", '\ufeff{"a":1}\n', {}],
  ["two bytes", "jsonl", "1\n", {}],
  ["nothing", "jsonl", "", {}],
] as const)("the head of a file with %s is the same in chunks of any size", (_, format, content, dialect) => {
  const bytes = bytesOf(content);
  const whole = readHead("in.csv", format, bytes, true, dialect)!;
  expect(whole.start.byte).toBe(bytesOf(startOf(content, format, dialect)).length);
  for (const size of [1, 2, 3, 7, 4000, 1 << 20]) {
    const reader = new HeadReader("in.csv", format, dialect);
    let found: unknown;
    let at = 0;
    for (; at < bytes.length && found === undefined; at += size)
      found = reader.push(bytes.subarray(at, at + size));
    expect(found ?? reader.end(), `chunks of ${size}`).toEqual(whole);
    expect(Buffer.from(reader.bytes).equals(bytes.subarray(0, at))).toBe(true);
  }
});

test("a head is found as soon as it is complete, and looked for again when the bytes have doubled", () => {
  const push = (reader: HeadReader, text: string) => reader.push(bytesOf(text)) !== undefined;
  expect(push(new HeadReader("in.csv", "csv", {}), "a,b\n1,2\n")).toBe(true);
  const reader = new HeadReader("in.csv", "csv", {});
  expect([push(reader, "a,b,c,d,e,"), push(reader, "f\n1,2,3,4"), push(reader, "5")]).toEqual([
    false,
    false,
    true,
  ]);
  expect(push(new HeadReader("in.jsonl", "jsonl", {}), '{"')).toBe(false);
  expect(push(new HeadReader("in.jsonl", "jsonl", {}), "1\n2")).toBe(true);
});

/** What stands before the first row: the mark, and the lines up to the header unless the names are given. */
function startOf(content: string, format: string, dialect: object): string {
  if (format === "jsonl" || "header" in dialect) return content.startsWith("\ufeff") ? "\ufeff" : "";
  const header = content.search(/[a"]/);
  const end = content.slice(header).search(/\n/);
  return end < 0 ? content : content.slice(0, header + end + 1);
}
