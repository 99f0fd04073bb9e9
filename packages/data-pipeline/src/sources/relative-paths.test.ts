import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRows } from "@imdb/rows/node";
import { afterEach, expect, test } from "vitest";
import { drain } from "../testing/reading.js";
import { readCsv } from "./files.js";
import { readFrom } from "./read-from.js";

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "imdb-relative-"));
afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true, force: true });
});

test("a relative path is that of the working directory when it was given", async () => {
  await writeFile(join(folder, "a.csv"), "id,text\n1,good\n");
  process.chdir(folder);
  const source = readCsv("a.csv");
  const rows = readRows("a.csv", { format: "csv" });
  const chosen = readFrom("a.csv");
  process.chdir(tmpdir());
  expect((await drain(source)).examples).toEqual([{ id: "1", text: "good" }]);
  expect((await drain(await chosen)).examples).toEqual([{ id: "1", text: "good" }]);
  expect((await rows.next()).value.columns).toEqual(["id", "text"]);
});
