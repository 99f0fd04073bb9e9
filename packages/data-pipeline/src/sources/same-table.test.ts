import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Example } from "@imdb/core";
import { expect, test } from "vitest";
import { createPipeline } from "../dataset/pipeline.js";
import { groupedSplit } from "../split/grouped-split.js";
import { drain } from "../testing/reading.js";
import type { CsvOptions } from "./files.js";
import expected from "./golden/same-table/expected.json" with { type: "json" };
import { readFrom } from "./read-from.js";

// One table as ten dialects of CSV, in four encodings, in a zip archive, as JSON and as Parquet, written by Python, pyarrow, DuckDB and polars: see
// tools/parity/data-pipeline/same_table.py.

const folder = fileURLToPath(new URL("./golden/same-table/", import.meta.url));
const files = readdirSync(folder).filter((name) => name !== "expected.json");
const DIALECTS: Readonly<Record<string, CsvOptions>> = {
  "semicolon.csv": { delimiter: ";" },
  "pipe-apostrophe.csv": { delimiter: "|", quote: "'" },
  "escaped.csv": { escapeChar: "\\" },
  "utf16be.csv": { delimiter: "detect" },
  "gb18030.csv": { encoding: "gb18030", delimiter: "detect", quote: "detect" },
};
const read = (name: string, columns: CsvOptions["columns"] = {}) =>
  readFrom(`${folder}${name}`, { ...DIALECTS[name], columns });

test.each(files)("%s has the same examples", async (name) => {
  const attributes = { price: "number", votes: "text", verified: "boolean" } as const;
  const { examples, invalid } = await drain(await read(name, { attributes }));
  expect(invalid).toEqual([]);
  expect(examples).toEqual(
    expected.rows.map(({ id, text, label, group, price, votes, verified }): Example => {
      const values = {
        ...(price === "" ? {} : { price: Number(price) }),
        ...(votes === "" ? {} : { votes }),
        ...(verified === "" ? {} : { verified: verified === "true" }),
      };
      const named = { id, text, ...(label === "" ? {} : { label }), group };
      return { ...named, ...(Object.keys(values).length === 0 ? {} : { attributes: values }) };
    }),
  );
});

test("all of them have the same version, split and ids, also where ids are hashes of the rows", async () => {
  const pipeline = createPipeline({ split: groupedSplit({ testSize: 0.3, seed: 1 }), nearDuplicates: "off" });
  const versions = new Set<string>();
  for (const name of files) {
    const dataset = await pipeline.process(await read(name));
    versions.add(`${dataset.version} ${dataset.train.version} ${dataset.test.version}`);
  }
  expect([...versions]).toHaveLength(1);
});
