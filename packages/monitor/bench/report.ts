import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { createProfile, driftHtml, driftReport } from "@imdb/monitor";
import { aclImdbTexts } from "./acl-imdb-texts.js";

const script = fileURLToPath(new URL("./report.py", import.meta.url));
const archive = () => process.env["IMDB_DATA"] ?? "";

/** Seconds from 25,000 + 25,000 texts in memory to the HTML report on disk. */
async function ours(): Promise<number> {
  const { train, test } = aclImdbTexts(archive());
  const folder = await mkdtemp(join(tmpdir(), "monitor-bench-"));
  try {
    const start = performance.now();
    const reference = createProfile(train);
    const report = driftReport({ reference, current: createProfile(test) });
    await writeFile(join(folder, "report.html"), driftHtml(report));
    await writeFile(join(folder, "report.json"), JSON.stringify(report));
    return (performance.now() - start) / 1000;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function theirs(): Promise<number> {
  const python = process.env["IMDB_PEERS_PYTHON"] ?? "python3";
  const output = execFileSync(python, [script, archive()], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return Number(output.trim().split("\n").at(-1));
}

/** Seconds to profile 50,000 records with predictions; below 1, one core keeps up with 50,000 a second. */
async function profiling(): Promise<number> {
  const { train, test } = aclImdbTexts(archive());
  const texts = [...train, ...test].map((text) => text.slice(0, 200));
  const predictions = texts.map((_, i) => {
    const pos = ((i * 7919) % 1000) / 999;
    return { label: pos > 0.5 ? "pos" : "neg", probabilities: { neg: 1 - pos, pos } };
  });
  const start = performance.now();
  createProfile(texts, { predictions });
  return (performance.now() - start) / 1000;
}

async function evidentlyDescriptors(): Promise<number> {
  const python = process.env["IMDB_PEERS_PYTHON"] ?? "python3";
  const args = [script, archive(), "descriptors"];
  const output = execFileSync(python, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return Number(output.trim().split("\n").at(-1));
}

/**
 * 25,000 against 25,000 reviews: lengths, words and other traits of every text, the drift of each, HTML and JSON.
 * Ours has more columns, and every word.
 */
export const entries: BenchEntry[] = [
  { id: "monitor.report", peer: "Evidently", unit: "s", needs: ["python", "archive"], ours, theirs },
  {
    id: "monitor.profile.50k",
    peer: "Evidently's descriptors",
    unit: "s",
    needs: ["python", "archive"],
    ours: profiling,
    theirs: evidentlyDescriptors,
  },
];
