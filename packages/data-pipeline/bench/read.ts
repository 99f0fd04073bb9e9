import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { readAclImdb, readCsv, type Source } from "@imdb/data-pipeline";
import { requireTool } from "../../../tools/optional/tools.mjs";

const script = fileURLToPath(new URL("./read.py", import.meta.url));
const archive = () => requireTool("archive");

let written: Promise<string> | undefined;

/** The labelled reviews of the archive as a CSV file, written once. */
function csv(): Promise<string> {
  written ??= writeCsv();
  return written;
}

async function writeCsv(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "imdb-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "reviews.csv");
  const file = await open(path, "w");
  const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
  let lines = "id,text,label\n";
  for await (const { id, text, label } of readAclImdb(archive())) {
    if (label === undefined) continue;
    lines += `${[id, text, label].map(quoted).join(",")}\n`;
    if (lines.length < 1 << 22) continue;
    await file.write(lines);
    lines = "";
  }
  await file.write(lines);
  await file.close();
  return path;
}

/** Seconds to read the labelled reviews of a source, validated, with their ids and labels. */
async function seconds(source: Source): Promise<number> {
  const start = performance.now();
  let labelled = 0;
  for await (const { label } of source) if (label !== undefined) labelled++;
  if (labelled !== 50_000) throw new Error(`${labelled} labelled reviews`);
  return (performance.now() - start) / 1_000;
}

function theirs(kind: "csv" | "archive", path: string): number {
  const output = execFileSync(requireTool("peers"), [script, kind, path], { encoding: "utf8" });
  return Number(output.trim().split("\n").at(-1));
}

const common = { unit: "s", needs: ["python", "archive"] } as const;

/** The 50,000 labelled reviews, from a CSV file and from the archive, which holds 50,000 others too. */
export const entries: BenchEntry[] = [
  {
    ...common,
    id: "read.csv",
    peer: "pandas",
    ours: async () => seconds(readCsv(await csv())),
    theirs: async () => theirs("csv", await csv()),
  },
  {
    ...common,
    id: "read.archive",
    peer: "Python's tarfile",
    ours: () => seconds(readAclImdb(archive()) as Source),
    theirs: async () => theirs("archive", archive()),
  },
];
