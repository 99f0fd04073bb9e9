import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Example } from "@imdb/core";
import { describe, expect, test } from "vitest";
import { toolFor } from "../../../../tools/optional/not-checked.mjs";
import { createPipeline } from "../dataset/pipeline.js";
import { groupedSplit } from "../split/grouped-split.js";
import { drain } from "../testing/reading.js";
import type { CsvOptions } from "./files.js";
import { readFrom } from "./read-from.js";

// One table as ten dialects of CSV, in four encodings, as JSON and as Parquet, written by Python, pyarrow, DuckDB and
// polars: see tools/parity/data-pipeline/same_table.py.

const KEPT = fileURLToPath(new URL("./golden/same-table/", import.meta.url));
const SCRIPT = fileURLToPath(
  new URL("../../../../tools/parity/data-pipeline/same_table.py", import.meta.url),
);
const DIALECTS: Readonly<Record<string, CsvOptions>> = {
  "semicolon.csv": { delimiter: ";" },
  "pipe-apostrophe.csv": { delimiter: "|", quote: "'" },
  "escaped.csv": { escapeChar: "\\" },
  "utf16be.csv": { delimiter: "\t" },
  "gb18030.csv": { encoding: "gb18030", delimiter: ";" },
};
/** As people find it out; of random texts a guess may be another one. */
const DETECTED: typeof DIALECTS = {
  ...DIALECTS,
  "utf16be.csv": { delimiter: "detect" },
  "gb18030.csv": { encoding: "gb18030", delimiter: "detect", quote: "detect" },
};

/** A row of the table, as CSV has it: a missing value is the empty text. */
type Row = Readonly<Record<"id" | "text" | "label" | "group" | "price" | "votes" | "verified", string>>;

/** The rows of a folder of files, which are not all in it. */
async function rowsIn(folder: string): Promise<readonly Row[]> {
  return JSON.parse(await readFile(join(folder, "expected.json"), "utf8")).rows;
}

async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== "expected.json");
}

function exampleOf({ id, text, label, group, price, votes, verified }: Row): Example {
  const values = {
    ...(price === "" ? {} : { price: Number(price) }),
    ...(votes === "" ? {} : { votes }),
    ...(verified === "" ? {} : { verified: verified === "true" }),
  };
  const named = { id, text, ...(label === "" ? {} : { label }), group };
  return { ...named, ...(Object.keys(values).length === 0 ? {} : { attributes: values }) };
}

async function checkExamples(folder: string, dialects: typeof DIALECTS): Promise<void> {
  const expected = (await rowsIn(folder)).map(exampleOf);
  const attributes = { price: "number", votes: "text", verified: "boolean" } as const;
  for (const name of await filesIn(folder)) {
    const { examples, invalid } = await drain(
      await readFrom(join(folder, name), { ...dialects[name], columns: { attributes } }),
    );
    expect(invalid, name).toEqual([]);
    expect(examples, name).toEqual(expected);
  }
}

async function checkVersions(folder: string, dialects: typeof DIALECTS): Promise<void> {
  const pipeline = createPipeline({
    split: groupedSplit({ testSize: 0.3, seed: 1 }),
    nearDuplicates: "off",
    failOn: "never",
  });
  const versions = new Map<string, string>();
  for (const name of await filesIn(folder)) {
    const dataset = await pipeline.process(await readFrom(join(folder, name), { ...dialects[name] }));
    versions.set(`${dataset.version} ${dataset.train.version} ${dataset.test.version}`, name);
  }
  expect([...versions.values()]).toHaveLength(1);
}

describe("the kept files", () => {
  test("have the same examples", () => checkExamples(KEPT, DETECTED));

  test("have the same version, split and ids, also where ids are hashes of the rows", () =>
    checkVersions(KEPT, DETECTED));
});

const python = toolFor("peers", "files that the Python writers write now");
const SEEDS = process.env["IMDB_HEAVY"] === "1" ? 40 : 3;

test.skipIf(!python)(
  "files of random rows, written by what is installed, are the same too",
  async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const folder = mkdtempSync(join(tmpdir(), "same-table-"));
      try {
        execFileSync(python!, [SCRIPT, folder, `${seed}`]);
        await checkExamples(folder, DIALECTS);
        await checkVersions(folder, DIALECTS);
      } finally {
        await rm(folder, { recursive: true });
      }
    }
  },
  600_000,
);
