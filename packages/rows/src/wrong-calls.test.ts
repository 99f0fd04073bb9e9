import { InvalidOption } from "@imdb/core";
import { expect, test } from "vitest";
import { createBlockCutter, csvMarks, lineBuffer, readHead, rowReader } from "./index.js";

const reading = { format: "jsonl" } as const;
const from = { row: 1, line: 1, byte: 0 };
const bytes = Uint8Array.of(10);

/** Calls with one wrong argument each, by the name that the error must have. */
const CALLS: readonly (readonly [argument: string, call: (wrong: never) => unknown])[] = [
  ["reading", (wrong) => createBlockCutter(wrong, from)],
  ["from", (wrong) => createBlockCutter(reading, wrong)],
  ["file", (wrong) => csvMarks(wrong, {})],
  ["dialect", (wrong) => csvMarks("a.csv", wrong)],
  ["file", (wrong) => readHead(wrong, "csv", bytes, true)],
  ["format", (wrong) => readHead("a.csv", wrong, bytes, true)],
  ["bytes", (wrong) => readHead("a.csv", "csv", wrong, true)],
  ["dialect", (wrong) => readHead("a.csv", "csv", bytes, true, wrong ?? null)],
  ["reading", (wrong) => rowReader(wrong, from)],
  ["from", (wrong) => rowReader(reading, wrong ?? null)],
  ["from", (wrong) => lineBuffer(wrong ?? null)],
];

test.each(CALLS)("a wrong %s is a typed error that names it: %#", (argument, call) => {
  const wrongs = [null, undefined, 7.5, {}].filter(
    (wrong) => argument !== "dialect" || wrong === null || wrong === 7.5,
  );
  for (const wrong of wrongs as never[]) {
    let refusal: unknown;
    try {
      call(wrong);
    } catch (error) {
      refusal = error;
    }
    expect(InvalidOption.is(refusal), `${String(wrong)}: ${String(refusal)}`).toBe(true);
    expect(refusal).toMatchObject({ details: { option: argument } });
  }
});

test.each<[string, (wrong: never) => unknown]>([
  ["csvMarks", (wrong) => csvMarks("a.csv", wrong)],
  ["readHead", (wrong) => readHead("a.csv", "csv", bytes, true, wrong)],
])("%s refuses a name that is none of a dialect", (_, call) => {
  expect(() => call({ delimeter: ";" } as never)).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION", remedy: "Write delimiter instead of delimeter." }),
  );
});

const layout = { delimiter: ",", quote: '"', escapeChar: "", header: ["a"] };
test.each([
  { delimiter: "" },
  { delimiter: 5 },
  { quote: undefined },
  { escapeChar: undefined },
  { header: "a" },
])("a layout with %j is refused", (part) => {
  const wrong = { format: "csv", layout: { ...layout, ...part } } as never;
  for (const call of [() => rowReader(wrong), () => createBlockCutter(wrong, from)])
    expect(call).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});

test("a good layout of another format is refused, and rows are read without a place to begin", () => {
  expect(() => rowReader({ format: "xml", layout } as never)).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION" }),
  );
  const rows = rowReader({ format: "csv", layout }).push(new TextEncoder().encode("x\n"));
  expect(rows).toEqual([{ row: 1, line: 1, value: { a: "x" } }]);
  expect(rowReader(reading).push(bytes)).toEqual([]);
  expect(readHead("a.jsonl", "jsonl", bytes, true)).toEqual({ reading, start: from });
});

test("a layout without its parts is refused", () => {
  const half = { format: "csv", layout: { delimiter: ",", quote: '"' } } as never;
  expect(() => rowReader(half)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
});
