import { expect, test } from "vitest";
import { joinColumns, readCsv, readJsonl } from "../index.js";
import { drain, scratchFiles } from "../testing/reading.js";

const write = scratchFiles();
const columns = { text: joinColumns(["title", "body"]), label: "stars" };

test("several text columns are joined in the same way from every format", async () => {
  const csv = await write("title,body,stars\nA gem,Go.,5\n,Dull.,1\n,,1\n", ".csv");
  const lines = await write(
    '{"title":"A gem","body":"Go.","stars":5}\n{"body":"Dull.","stars":1}\n{"stars":1}\n',
    ".jsonl",
  );
  const [fromCsv, fromLines] = [
    await drain(readCsv(csv, { columns })),
    await drain(readJsonl(lines, { columns })),
  ];
  expect(fromCsv.examples.map(({ text, label }) => [text, label])).toEqual([
    ["A gem\nGo.", "5"],
    ["Dull.", "1"],
  ]);
  expect(fromLines.examples).toEqual(fromCsv.examples);
  expect(fromCsv.invalid).toMatchObject([{ row: 3, field: "title, body" }]);
});

test("a column that the file lacks is named, and the bundle remembers the columns", async () => {
  const source = readCsv(await write("title,stars\nA gem,5\n", ".csv"), { columns });
  await expect(drain(source)).rejects.toMatchObject({ code: "MISSING_COLUMN", details: { column: "body" } });
  expect(source.reading?.columns.text).toEqual({ columns: ["title", "body"], separator: "\n" });
});

test("a list of columns must be joined by name", () => {
  // @ts-expect-error Two columns are no text: joining them is a step of its own.
  expect(() => readCsv("a.csv", { columns: { text: ["title", "body"] } })).toThrow(
    expect.objectContaining({ code: "INVALID_OPTION" }),
  );
});
