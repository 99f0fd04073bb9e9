import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { createProfile, driftHtml, driftReport } from "@imdb/monitor";
import { profileWindows } from "@imdb/monitor/node";
import { reviewTexts } from "../../../tools/bench/reviews.mjs";
import { requireTool } from "../../../tools/optional/tools.mjs";

const script = fileURLToPath(new URL("./report.py", import.meta.url));
const archive = () => requireTool("archive");

/** Seconds from 25,000 + 25,000 texts in memory to the HTML report on disk. */
async function report(): Promise<number> {
  const [train, test] = [reviewTexts("train"), reviewTexts("test")];
  const folder = await mkdtemp(join(tmpdir(), "monitor-bench-"));
  try {
    const start = performance.now();
    const [reference, current] = await profileWindows([{ texts: train }, { texts: test }]);
    const drift = driftReport({ reference: reference!, current: current! });
    await writeFile(join(folder, "report.html"), driftHtml(drift));
    await writeFile(join(folder, "report.json"), JSON.stringify(drift));
    return (performance.now() - start) / 1000;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Seconds to profile 50,000 records with predictions; below 1, one core keeps up with 50,000 a second. */
async function profiling(): Promise<number> {
  const [train, test] = [reviewTexts("train"), reviewTexts("test")];
  const texts = [...train, ...test].map((text) => text.slice(0, 200));
  const predictions = texts.map((_, i) => {
    const pos = ((i * 7919) % 1000) / 999;
    return { label: pos > 0.5 ? "pos" : "neg", probabilities: { neg: 1 - pos, pos } };
  });
  const start = performance.now();
  createProfile(texts, { predictions });
  return (performance.now() - start) / 1000;
}

async function evidently(work: "columns" | "descriptors"): Promise<number> {
  const python = requireTool("peers");
  const output = execFileSync(python, [script, archive(), work], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return Number(output.trim().split("\n").at(-1));
}

/**
 * Traits of 25,000 against 25,000 reviews, the drift of each, HTML and JSON; ours has more traits, and every word.
 * The full report, with the texts told apart, needs a vectorizer and a classifier: it is in
 * `examples/imdb-sentiment/bench`.
 */
export const entries: BenchEntry[] = [
  {
    id: "monitor.report.columns",
    peer: "Evidently, without its text column",
    unit: "s",
    needs: ["python", "archive"],
    ours: report,
    theirs: () => evidently("columns"),
  },
  {
    id: "monitor.profile.50k",
    peer: "Evidently's descriptors",
    unit: "s",
    needs: ["python", "archive"],
    ours: profiling,
    theirs: () => evidently("descriptors"),
  },
];
