import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchEntry } from "@imdb/core/testing";
import { readAclImdb } from "@imdb/data-pipeline";
import { tfidfVectorizer } from "@imdb/features";
import { parallelVectorizer } from "@imdb/features/node";
import { driftHtml, driftReport, textDrift } from "@imdb/monitor";
import { profileWindows } from "@imdb/monitor/node";
import { logisticRegression } from "@imdb/train";
import { requireTool } from "../../../tools/optional/tools.mjs";

const script = fileURLToPath(new URL("../../../packages/monitor/bench/report.py", import.meta.url));
const archive = () => requireTool("archive");

/** Seconds from 25,000 + 25,000 texts in memory to the HTML report on disk. */
async function ours(): Promise<number> {
  const { train, test } = await reviews();
  const folder = await mkdtemp(join(tmpdir(), "monitor-bench-"));
  try {
    const start = performance.now();
    // On threads: the calling one tells the texts apart meanwhile.
    const profiles = profileWindows([{ texts: train }, { texts: test }]);
    const text = await textDrift({
      reference: train,
      current: test,
      // As Evidently's: words in at most half of the texts; half of the texts are learned from.
      vectorizer: parallelVectorizer(tfidfVectorizer({ sublinearTf: true, maxDf: 0.5 })),
      classifier: logisticRegression({ tol: 1e-2 }),
      maxTexts: train.length,
      folds: 2,
    });
    const [reference, current] = await profiles;
    const report = driftReport({ reference: reference!, current: current!, text });
    await writeFile(join(folder, "report.html"), driftHtml(report));
    await writeFile(join(folder, "report.json"), JSON.stringify(report));
    return (performance.now() - start) / 1000;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function theirs(): Promise<number> {
  const python = requireTool("peers");
  const output = execFileSync(python, [script, archive(), "report"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return Number(output.trim().split("\n").at(-1));
}

async function reviews(): Promise<Record<"train" | "test", string[]>> {
  const texts = { train: [] as string[], test: [] as string[] };
  for await (const { label, split, text } of readAclImdb(archive())) {
    if (label !== undefined && (split === "train" || split === "test")) texts[split].push(text);
  }
  return texts;
}

/**
 * The full report on 25,000 against 25,000 reviews, as Evidently's preset makes it by default of a column of texts
 * and three traits of each: the texts told apart by a classifier, the drift of the traits, HTML and JSON. Ours has
 * more traits, the drift of every word, and both halves of the texts judged. Without the classifier:
 * `monitor.report.columns`.
 */
export const entries: BenchEntry[] = [
  { id: "monitor.report", peer: "Evidently", unit: "s", needs: ["python", "archive"], ours, theirs },
];
