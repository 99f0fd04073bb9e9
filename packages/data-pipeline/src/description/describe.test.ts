import { inspect } from "node:util";
import { expect, describe as group, test } from "vitest";
import {
  createPipeline,
  describe,
  officialSplit,
  readCsv,
  readRecords,
  renderQualityReport,
  stratifiedSplit,
} from "../index.js";
import { scratchFiles } from "../testing/reading.js";

const write = scratchFiles();

const CSV = `review,stars,film,mood,split
A gem.,5,a,4.5,train
"Dull, and long.",1,a,,train
A gem.,5,b,high,test
,1,b,2,train
Not for me at all.,1,c,1,train
`;
const COLUMNS = {
  text: "review",
  label: "stars",
  group: "film",
  split: "split",
  attributes: ["mood"],
};

/** The dataset of a file, whose name is another one in each test. */
async function dataset() {
  const source = readCsv(await write(CSV, "films.csv"), {
    columns: COLUMNS,
    labels: { "1": "neg", "5": "pos" },
  });
  const pipeline = createPipeline({ split: officialSplit(), onInvalid: "quarantine" });
  return pipeline.process(source);
}

group("describe", () => {
  test("counts documents, fields, missing values, labels, lengths and duplicates as pandas does", async () => {
    const { labels, columns, longest, shortest, ...facts } = describe(await dataset());
    expect(facts).toEqual({
      documents: 4,
      parts: { train: 3, test: 1 },
      // pandas: Series([6, 15, 6, 18]).describe()
      characters: { minimum: 6, quartile1: 6, median: 10.5, quartile3: 15.75, maximum: 18, mean: 11.25 },
      words: { minimum: 2, quartile1: 2, median: 2.5, quartile3: 3.5, maximum: 5, mean: 3 },
      duplicates: 1,
      invalid: 1,
    });
    expect(labels.map(({ label, documents, share }) => [label, documents, share])).toEqual([
      ["neg", 2, 0.5],
      ["pos", 2, 0.5],
    ]);
    expect(
      columns.map(({ name, types, missing, distinct }) => [name, types.join(), missing, distinct]),
    ).toEqual([
      ["id", "string", 0, 4],
      ["text", "string", 0, 3],
      ["label", "string", 0, 2],
      ["group", "string", 0, 3],
      ["split", "string", 0, 2],
      ["attributes.mood", "string", 1, 3],
    ]);
    expect(longest).toMatchObject({
      text: "Not for me at all.",
      place: { source: expect.stringMatching(/films.csv$/), row: 5, line: 6 },
    });
    expect(shortest?.text).toBe("A gem.");
  });

  test("shows the first five train documents of each label", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      id: `${i + 10}`,
      text: `Row ${i}`,
      label: i % 2 ? "a" : "b",
      split: i < 12 ? "test" : "train",
    }));
    const { labels } = describe(await createPipeline({ split: officialSplit() }).process(rows));
    expect(labels.map(({ examples }) => examples.map(({ id }) => id))).toEqual([
      ["23", "25", "27", "29", "31"],
      ["22", "24", "26", "28", "30"],
    ]);
  });

  test("is a few lines in a terminal, with the places of the rows", async () => {
    const lines = inspect(describe(await dataset())).split("\n");
    expect(lines[0]).toBe("Description of 4 documents");
    expect(lines).toContain("  labels                  neg 2 (50.0 %), pos 2 (50.0 %)");
    expect(lines).toContain("  column attributes.mood  string, 1 missing, 3 different");
    expect(lines.find((line) => line.startsWith("  neg 2"))).toMatch(
      /films\.csv, row 5: "Not for me at all\."$/,
    );
    expect(lines.length).toBeLessThan(25);
  });

  test("of a large number of labels stays short", async () => {
    const rows = Array.from({ length: 900 }, (_, i) => ({
      id: `${i}`,
      text: `Row ${i}`,
      label: `label ${i % 300}`,
    }));
    const pipeline = createPipeline({ split: stratifiedSplit({ testSize: 0.4, seed: 1 }) });
    const view = inspect(describe(await pipeline.process(readRecords(rows))));
    expect(view.split("\n").length).toBeLessThan(80);
    expect(view.length).toBeLessThan(8000);
  });
});

test("the page names documents by file and row, and shows their texts", async () => {
  const page = renderQualityReport(await dataset());
  expect(page).toContain("films.csv, row 1, pos: A gem.");
  expect(page).toContain("films.csv, row 3, pos: A gem.");
  expect(page).toMatch(/films\.csv, row 4<\/th><td class="text">5<\/td><td class="text">text</);
  const shown = page.replace(/title="[^"]*"/g, "");
  // Ids that are hashes tell a reader nothing.
  expect(shown).not.toMatch(/>[0-9a-f]{20}[,:<]/);
});
