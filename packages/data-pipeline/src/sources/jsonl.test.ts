import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drain, rowsArbitrary, scratchFiles } from "../testing/reading.js";
import { readJsonl } from "./files.js";

const written = scratchFiles();

describe("JSON Lines", () => {
  test("round trips any text, also gzipped, with any line ends", async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.constantFrom("\n", "\r\n", "\n\n"), async (rows, end) => {
        const lines = Buffer.from(rows.map((row) => JSON.stringify(row)).join(end));
        expect((await drain(readJsonl(await written(lines, ".jsonl")))).examples).toEqual(rows);
        expect((await drain(readJsonl(await written(gzipSync(lines), ".jsonl.gz")))).examples).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });

  test("reports which line is wrong, and reads all others", async () => {
    const lines = [
      '{"id":"1","text":"a"}',
      "{broken",
      "[1]",
      '{"id":"4"}',
      '{"id":5,"text":"e","label":0}',
      "7",
      "",
    ];
    const { examples, invalid } = await drain(readJsonl(await written(lines.join("\n"), ".jsonl")));
    expect(examples).toEqual([
      { id: "1", text: "a" },
      { id: "5", text: "e", label: "0" },
    ]);
    expect(invalid).toMatchObject([
      { row: 2, problem: expect.stringMatching(/not JSON/), raw: "{broken" },
      { row: 3, problem: "it is not an object with named fields" },
      { row: 4, field: "text", problem: 'it has no field "text"' },
      { row: 6, problem: "it is not an object with named fields" },
    ]);
  });

  test("rows without an id get one from their content, in any order", async () => {
    const lines = ['{"text":"a"}', '{"text":"b"}', '{"text":"a"}'];
    const ids = async (some: string[]) =>
      (await drain(readJsonl(await written(some.join("\n"), ".jsonl")))).examples.map(({ id }) => id).sort();
    const expected = await ids(lines);
    expect(new Set(expected).size).toBe(3);
    expect(await ids(lines.toReversed())).toEqual(expected);
  });

  test("a field named __proto__ is data", async () => {
    const line = '{"text":"a","__proto__":{"x":1},"attributes":{"__proto__":3}}';
    const { examples } = await drain(readJsonl(await written(line, ".jsonl")));
    expect(Object.getPrototypeOf(examples[0]!.attributes)).toBe(Object.prototype);
    expect(Object.entries(examples[0]!.attributes!)).toEqual([["__proto__", 3]]);
  });
});
