import { expect, test } from "vitest";
import { MAX_ROW_BYTES } from "../bytes/row.js";
import { bytesOf, readAll } from "../testing/read-all.js";
import { readCsvHead } from "./header.js";

const head = (content: string) => readCsvHead("in.csv", bytesOf(content), true, {});
const names = (count: number) => Array.from({ length: count }, (_, i) => `column ${i}`);

function refusal(call: () => unknown): { code: string; message: string; remedy: string } {
  try {
    call();
  } catch (error) {
    return error as { code: string; message: string; remedy: string };
  }
  return expect.fail("it was read");
}

test("a header of 200,000 columns is read in linear time", () => {
  const header = names(200_000);
  const started = performance.now();
  expect(head(`${header.join(",")}\n`)!.layout.header).toEqual(header);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("a message names the first 20 of many columns, and the beginning of a long name", () => {
  const many = refusal(() => head(`${"a,".repeat(49_999)}a\n`));
  expect(many.code).toBe("DUPLICATE_COLUMN");
  expect(many.message).toMatch(/as columns 1, 2, .* 20 and 49980 more\.$/);
  const long = "x".repeat(100_000);
  expect(refusal(() => head(`${long},${long}\n`)).message.length).toBeLessThan(200);
  const { rows } = readAll(Buffer.concat([bytesOf(`${long}\n`), Buffer.of(0xff, 10)]));
  expect(rows).toEqual([expect.objectContaining({ problem: expect.stringMatching(/^x{80}…: byte 0/) })]);
});

test("a header that is too long is not taken for one of wrong quotes", () => {
  const { code, message } = refusal(() => head("x".repeat(MAX_ROW_BYTES + 1)));
  expect([code, message]).toEqual([
    "UNREADABLE_FILE",
    "in.csv is not readable as CSV: its header is longer than 16 MiB.",
  ]);
  expect(refusal(() => head('id,"text\n1,a\n')).message).toMatch(/the quotes of its header do not match/);
});

test.each([
  ["sep=;\r\ntext;label\r\nA, b;pos\r\n", {}],
  ["\uFEFFsep=;\ntext;label\nA, b;pos\n", { delimiter: "detect" }],
  ["sep=;\rtext;label\rA, b;pos", { delimiter: ";" }],
  ["sep=\t\ntext\tlabel\nA, b\tpos\n", {}],
])("the line of Excel that names the separator is no header: %j", (content, dialect) => {
  for (let cut = 0; cut <= content.length; cut += 3) {
    expect(
      readCsvHead("in.csv", bytesOf(content.slice(0, cut)), false, dialect)?.layout.header ?? [
        "text",
        "label",
      ],
    ).toEqual(["text", "label"]);
  }
  const found = readCsvHead("in.csv", bytesOf(content), true, dialect)!;
  expect(found.layout.header).toEqual(["text", "label"]);
  expect(found.start).toMatchObject({ row: 1, line: 3 });
  expect(Buffer.from(bytesOf(content)).subarray(found.start.byte).toString()).toMatch(/^A, b/);
});

test("a separator line against the given delimiter is a header", () => {
  expect(readCsvHead("in.csv", bytesOf("sep=;\na,b\n"), true, { delimiter: "," })!.layout.header).toEqual([
    "sep=;",
  ]);
});
